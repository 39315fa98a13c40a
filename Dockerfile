# syntax=docker/dockerfile:1

# Builds the program with the PostgreSQL client and SQLite linked in, and OpenSSL built from its
# source for TLS to PostgreSQL, so that the last image needs no library beside the C one.
FROM rust:1.95-bookworm AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends perl make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo build --release --locked --features postgres-tls --bin almoner \
    && install -D target/release/almoner /out/almoner

FROM debian:bookworm-slim
# The certificates by which mail servers and databases elsewhere are known.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 almoner \
    && useradd --uid 10001 --gid almoner --no-create-home --home-dir /data --shell /usr/sbin/nologin almoner \
    && install -d -o almoner -g almoner -m 0750 /data
COPY --from=builder /out/almoner /usr/local/bin/almoner
USER almoner
WORKDIR /data
VOLUME /data
ENV ALMONER_SERVER__BIND=0.0.0.0:8080
EXPOSE 8080
# Asked with the shell alone, so that the image needs no HTTP client.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["/usr/local/bin/almoner"]
CMD ["serve"]
