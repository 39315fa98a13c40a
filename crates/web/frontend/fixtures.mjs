// Copies the design system's own examples (options and the HTML expected for them) to
// ../tests/fixtures/, one example a line so that an upgrade reads well as a diff.

import { readFileSync, writeFileSync } from "node:fs";

const here = (path) => new URL(path, import.meta.url).pathname;
const components = [
  "back-link",
  "breadcrumbs",
  "button",
  "character-count",
  "checkboxes",
  "date-input",
  "details",
  "error-message",
  "error-summary",
  "fieldset",
  "file-upload",
  "footer",
  "generic-header",
  "hint",
  "input",
  "inset-text",
  "label",
  "notification-banner",
  "pagination",
  "panel",
  "phase-banner",
  "radios",
  "select",
  "service-navigation",
  "skip-link",
  "summary-list",
  "table",
  "tag",
  "task-list",
  "textarea",
  "warning-text",
];

for (const component of components) {
  const source = here(`node_modules/govuk-frontend/dist/govuk/components/${component}/fixtures.json`);
  const { fixtures } = JSON.parse(readFileSync(source, "utf8"));
  const lines = fixtures.map(({ name, options, html }) => JSON.stringify({ name, options, html }));
  writeFileSync(here(`../tests/fixtures/${component}.json`), `[\n${lines.join(",\n")}\n]\n`);
}
