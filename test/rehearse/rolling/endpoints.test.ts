import { expect, test } from "vitest";
import { Endpoints } from "../../../src/rehearse/rolling/endpoints.ts";

const at = (pod: number) => ({ pod, host: "127.0.0.1", port: 9000 + pod });
const turns = (endpoints: Endpoints, count: number) =>
  Array.from({ length: count }, () => endpoints.next()?.pod ?? null);

function of(...pods: number[]): Endpoints {
  const endpoints = new Endpoints();
  for (const pod of pods) endpoints.add(at(pod));
  return endpoints;
}

test("everybody in turn", () => {
  const six = turns(of(1, 2, 3), 6);
  expect(six.slice(0, 3).sort()).toEqual([1, 2, 3]);
  expect(six.slice(3)).toEqual(six.slice(0, 3));
});

test("a new one gets its part at once", () => {
  const endpoints = of(1, 2);
  turns(endpoints, 3);
  endpoints.add(at(3));
  expect(turns(endpoints, 3).sort()).toEqual([1, 2, 3]);
});

test("one that terminates gets nothing while there is another", () => {
  const endpoints = of(1, 2, 3);
  endpoints.terminate(2);
  expect(new Set(turns(endpoints, 10))).toEqual(new Set([1, 3]));
});

test("those that terminate share what comes while there is nobody else", () => {
  const endpoints = of(1, 2);
  endpoints.terminate(1);
  endpoints.terminate(2);
  expect(turns(endpoints, 2).sort()).toEqual([1, 2]);
  endpoints.gone(1);
  expect(turns(endpoints, 2)).toEqual([2, 2]);
  endpoints.add(at(3));
  expect(turns(endpoints, 2)).toEqual([3, 3]);
});

test("one that is gone goes on getting its part until it is known to terminate", () => {
  const endpoints = of(1, 2);
  endpoints.gone(2);
  expect(turns(endpoints, 2).sort()).toEqual([1, 2]);
  endpoints.terminate(2);
  expect(turns(endpoints, 2)).toEqual([1, 1]);
});

test("nobody", () => {
  const endpoints = of(1);
  endpoints.terminate(1);
  endpoints.gone(1);
  expect(turns(endpoints, 1)).toEqual([null]);
  endpoints.terminate(1);
  expect(turns(endpoints, 1)).toEqual([null]);
});
