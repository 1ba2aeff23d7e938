// Fills a PDF in as pdf.js does, which Firefox and many apps show PDFs with.
// node fill_by_pdfjs.mjs FOLDER VALUES < pdf > filled: FOLDER is that of pdfjs-dist, VALUES is JSON.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, json] = process.argv.slice(2);
const values = JSON.parse(json);
const module = pathToFileURL(path.join(folder, "legacy", "build", "pdf.mjs"));
const { getDocument } = await import(module);
const task = getDocument({ data: new Uint8Array(fs.readFileSync(0)), verbosity: 0 });
const pdf = await task.promise;
for (let number = 1; number <= pdf.numPages; number++) {
  const page = await pdf.getPage(number);
  for (const field of await page.getAnnotations()) {
    if (field.fieldName in values) {
      pdf.annotationStorage.setValue(field.id, { value: values[field.fieldName] });
    }
  }
}
fs.writeSync(1, await pdf.saveDocument());
await task.destroy();
