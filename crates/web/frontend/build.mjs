// Builds ../assets/app.css and ../assets/app.mjs from src/.

import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { NodePackageImporter, compile } from "sass";

const here = (path) => new URL(path, import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(here("node_modules/govuk-frontend/package.json"), "utf8"));
const notice = `/*! Contains govuk-frontend ${version}, MIT licence, Crown copyright (Government Digital Service) */`;

const { css } = compile(here("src/app.scss"), {
  importers: [new NodePackageImporter(here("."))],
  style: "compressed",
  quietDeps: true,
  // A byte order mark after the notice would spoil the first rule; the header says UTF-8.
  charset: false,
});
for (const forbidden of ["GDS Transport", "@font-face", "url(http"]) {
  if (css.includes(forbidden)) {
    throw new Error(`app.css contains ${forbidden}, which this stylesheet must not`);
  }
}
writeFileSync(here("../assets/app.css"), `${notice}\n${css}\n`);

await build({
  entryPoints: [here("src/app.mjs")],
  outfile: here("../assets/app.mjs"),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020"],
  legalComments: "none",
  banner: { js: notice },
});
