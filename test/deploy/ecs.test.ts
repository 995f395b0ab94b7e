// deploy/ecs: JSON as the AWS command line takes it. There is no schema of it on npm that is not a whole SDK, so the fields
// are checked here as the ECS API reference has them.

import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { deployText } from "../support/deploy-files.ts";
import { stopOf, sumProblems } from "../support/stop-times.ts";

const text = { type: "string", minLength: 1 };
const closed = (properties: object, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const listOf = (items: object) => ({ type: "array", items, minItems: 1 });

// Types and limits of RegisterTaskDefinition and ContainerDefinition in the Amazon ECS API reference; Fargate's own limits
// where it has some: stopTimeout is 120 at most, and 0.25 vCPU goes with 512, 1024 or 2048 MiB.
const container = closed({
  name: text,
  image: text,
  essential: { type: "boolean" },
  user: { type: "string", pattern: "^[1-9][0-9]*:[1-9][0-9]*$" },
  readonlyRootFilesystem: { const: true },
  stopTimeout: { type: "integer", minimum: 2, maximum: 120 },
  linuxParameters: closed({ initProcessEnabled: { const: false }, capabilities: closed({ drop: { const: ["ALL"] } }) }),
  environment: listOf(closed({ name: text, value: text })),
  portMappings: listOf(
    closed({
      name: text,
      containerPort: { type: "integer", minimum: 1, maximum: 65_535 },
      protocol: { enum: ["tcp", "udp"] },
      appProtocol: { enum: ["http", "http2", "grpc"] },
    }),
  ),
  healthCheck: closed({
    command: listOf(text),
    interval: { type: "integer", minimum: 5, maximum: 300 },
    timeout: { type: "integer", minimum: 2, maximum: 60 },
    retries: { type: "integer", minimum: 1, maximum: 10 },
    startPeriod: { type: "integer", minimum: 0, maximum: 300 },
  }),
  logConfiguration: closed({ logDriver: text, options: { type: "object", additionalProperties: text } }),
});

const validate = new Ajv({ allErrors: true }).compile(
  closed({
    family: text,
    requiresCompatibilities: listOf({ enum: ["EC2", "FARGATE", "EXTERNAL"] }),
    networkMode: { const: "awsvpc" },
    runtimePlatform: closed({
      cpuArchitecture: { enum: ["X86_64", "ARM64"] },
      operatingSystemFamily: { const: "LINUX" },
    }),
    cpu: { const: "256" },
    memory: { enum: ["512", "1024", "2048"] },
    executionRoleArn: { type: "string", pattern: "^arn:aws:iam::[0-9]{12}:role/" },
    containerDefinitions: listOf(container),
  }),
);

interface TaskDefinition {
  containerDefinitions: {
    stopTimeout: number;
    environment: { name: string; value: string }[];
    healthCheck: { command: string[] };
  }[];
}

const source = deployText("ecs/task-definition.json");
const task = JSON.parse(source) as TaskDefinition;

test("the task definition has the fields of the API, and their types", () => {
  validate(task);
  expect(validate.errors ?? []).toEqual([]);
});

test.each([
  ["a limit that Fargate does not have", '"stopTimeout": 75', '"stopTimeout": 121'],
  ["a second init", '"initProcessEnabled": false', '"initProcessEnabled": true'],
  ["an unknown field", '"stopTimeout"', '"stopTimeOut"'],
  ["a number as text", '"containerPort": 8080', '"containerPort": "8080"'],
])("the check finds %s", (_, right, wrong) => {
  expect(source).toContain(right);
  expect(validate(JSON.parse(source.replace(right, wrong)))).toBe(false);
});

describe("the stop", () => {
  test.each(task.containerDefinitions)("adds up", ({ stopTimeout, environment }) => {
    const variables = Object.fromEntries(environment.map(({ name, value }) => [name, value]));
    const stop = stopOf(["lastcall-init", "--", "the-image-says"], variables);
    expect(sumProblems(stop, stopTimeout * 1_000)).toEqual([]);
    // ECS waits for the load balancer before it sends the signal.
    expect(stop.delayMs).toBe(0);
  });

  test("begins when the load balancer has let the longest request end", () => {
    const attributes = JSON.parse(deployText("ecs/target-group-attributes.json")) as { Key: string; Value: string }[];
    expect(attributes.map(({ Key }) => Key)).toEqual(["deregistration_delay.timeout_seconds"]);
    const longest = deployText("README.md").match(/deregistration_delay\.timeout_seconds +=+ R = (\d+) s/)?.[1];
    expect(attributes[0]?.Value).toBe(longest);
  });
});
