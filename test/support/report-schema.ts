// docs/report.schema.json as a validator that takes no field that it does not know, so that it has to have all that are printed.
// Readers of a report take others: fields may be added.
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { fromRoot } from "../../scripts/build/paths.ts";

const closed = (_key: string, value: unknown) =>
  typeof value === "object" && value !== null && "properties" in value && "required" in value
    ? { ...value, additionalProperties: false }
    : value;

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
ajv.addSchema(JSON.parse(readFileSync(fromRoot("docs/report.schema.json"), "utf8"), closed), "report");

/** What is wrong with a value of that definition; "" is the schema itself. */
export function problems(name: string, value: unknown): readonly unknown[] {
  const validate = ajv.getSchema(name === "" ? "report" : `report#/$defs/${name}`);
  if (validate === undefined) throw new Error(`no ${name} in the schema`);
  return validate(value) ? [] : (validate.errors ?? []);
}
