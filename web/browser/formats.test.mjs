// What leaves the program is read by the tools of others: the archive as a Data
// Package by Frictionless, the description of the read API by the schemas of
// OpenAPI, the open data as DCAT-AP by a reader of JSON-LD.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { Validator } from "@seriousme/openapi-schema-validator";
import datapackage from "datapackage";
import jsonld from "jsonld";
import { langs, run, start } from "./harness.mjs";

let site;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "pobratim-formats-"));
  site = await start();
}, { timeout: 180_000 });
after(async () => {
  await site?.stop();
  await rm(folder, { recursive: true, force: true });
});

test("Frictionless reads every row of the archive as its schema says", { timeout: 300_000 }, async () => {
  const zip = join(folder, "archive.zip");
  await run("export", "--municipality", "perm", "--data", site.data, "-o", zip);
  await promisify(execFile)("unzip", ["-q", zip, "-d", join(folder, "archive")]);
  const file = join(folder, "archive", "datapackage.json");
  const described = JSON.parse(await readFile(file, "utf8"));
  const archive = await datapackage.Package.load(file);
  assert.ok(archive.valid);
  assert.deepEqual(archive.errors, []);
  assert.equal(archive.resources.length, described.resources.length);
  for (const [i, resource] of archive.resources.entries()) {
    const rows = await resource.read({ keyed: true });
    assert.equal(rows.length, described.resources[i].rows, resource.name);
  }
  // It notices what is wrong.
  const wrong = structuredClone(described);
  wrong.resources.find((r) => r.name === "partnerships").schema.fields.find((f) => f.name === "name").type = "integer";
  const other = await datapackage.Package.load(wrong, { basePath: join(folder, "archive") });
  await assert.rejects(other.getResource("partnerships").read());
});

test("the description of the read API is OpenAPI 3.1", async () => {
  for (const lang of langs) {
    const described = await (await fetch(`${site.base}/perm/api/openapi.json?lang=${lang}`)).json();
    const validator = new Validator();
    const { valid, errors } = await validator.validate(described);
    assert.ok(valid, JSON.stringify(errors));
    assert.equal(validator.version, "3.1");
    assert.doesNotThrow(() => validator.resolveRefs());
    delete described.info.title;
    assert.equal((await new Validator().validate(described)).valid, false);
  }
});

const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const dcat = "http://www.w3.org/ns/dcat#";
const dct = "http://purl.org/dc/terms/";
const foaf = "http://xmlns.com/foaf/0.1/";
const vcard = "http://www.w3.org/2006/vcard/ns#";

// What DCAT-AP 3.0.0 demands of each class, and of what kind the values of a
// property are: a text, an instant, something with an address, or a thing of a
// class. https://semiceu.github.io/DCAT-AP/releases/3.0.0/
const shapes = {
  [dcat + "Catalog"]: {
    must: [dct + "title", dct + "description", dct + "publisher", dcat + "dataset"],
    are: { [dct + "title"]: "text", [dct + "description"]: "text", [dct + "publisher"]: foaf + "Agent", [dcat + "dataset"]: dcat + "Dataset", [dcat + "service"]: dcat + "DataService", [dct + "language"]: "address", [foaf + "homepage"]: "address" },
  },
  [dcat + "Dataset"]: {
    must: [dct + "title", dct + "description"],
    are: { [dct + "title"]: "text", [dct + "description"]: "text", [dct + "publisher"]: foaf + "Agent", [dcat + "distribution"]: dcat + "Distribution", [dcat + "contactPoint"]: vcard + "Kind", [dct + "modified"]: "instant" },
  },
  [dcat + "Distribution"]: {
    must: [dcat + "accessURL"],
    are: { [dcat + "accessURL"]: "address", [dcat + "downloadURL"]: "address", [dcat + "mediaType"]: "address", [dct + "title"]: "text", [dct + "rights"]: dct + "RightsStatement" },
  },
  [dcat + "DataService"]: {
    must: [dct + "title", dcat + "endpointURL"],
    are: { [dct + "title"]: "text", [dcat + "endpointURL"]: "address", [dcat + "endpointDescription"]: "address", [dct + "publisher"]: foaf + "Agent" },
  },
  [foaf + "Agent"]: { must: [foaf + "name"], are: { [foaf + "name"]: "text" } },
};

/** faults lists what of a graph DCAT-AP would refuse. */
function faults(quads) {
  const found = [];
  const of = (subject, property) => quads.filter((q) => q.subject.value === subject && q.predicate.value === property).map((q) => q.object);
  const is = (value, kind) => {
    switch (kind) {
      case "text":
        return value.termType === "Literal" && value.value !== "" && /^(ru|en)/.test(value.language ?? "");
      case "instant":
        return value.termType === "Literal" && value.datatype.value.endsWith("#dateTime") && !Number.isNaN(Date.parse(value.value));
      case "address":
        return value.termType === "NamedNode" && URL.canParse(value.value);
    }
    return of(value.value, `${rdf}type`).some((type) => type.value === kind);
  };
  for (const [type, { must, are }] of Object.entries(shapes)) {
    const subjects = quads.filter((q) => q.predicate.value === `${rdf}type` && q.object.value === type).map((q) => q.subject.value);
    if (!subjects.length) found.push(`nothing is a ${type}`);
    for (const subject of subjects) {
      for (const property of must) if (!of(subject, property).length) found.push(`${subject} has no ${property}`);
      for (const [property, kind] of Object.entries(are)) for (const value of of(subject, property)) if (!is(value, kind)) found.push(`${property} of ${subject} is ${JSON.stringify(value)}, not ${kind}`);
    }
  }
  return found;
}

test("the open data is DCAT-AP", async () => {
  for (const lang of langs) {
    const record = await (await fetch(`${site.base}/perm/api/open/dcat.jsonld?lang=${lang}`)).json();
    const graph = (document) => jsonld.toRDF(document, { documentLoader: () => assert.fail("the record needs another file to be read") });
    assert.deepEqual(faults(await graph(record)), []);
    const wrong = structuredClone(record);
    delete wrong["dcat:dataset"][0]["dct:description"];
    wrong["dct:language"] = lang;
    assert.equal(faults(await graph(wrong)).length, 2);
  }
});
