import fc from "fast-check";
import { expect, test } from "vitest";
import { closeCode, controlFrame, FrameReader, opcodes } from "../../../src/rehearse/load/frames.ts";
import { serverFrame } from "./web-socket-server.ts";

test("control frames are found among data of any length, however the bytes come", () => {
  const frame = fc.record({
    opcode: fc.constantFrom(0, 1, 2, opcodes.ping, opcodes.pong, opcodes.close),
    length: fc.constantFrom(0, 1, 2, 125, 126, 300, 65_535, 65_536, 70_000),
  });
  const cuts = fc.array(fc.nat(200_000), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 8 }), cuts, (frames, places) => {
      const sizes = frames.map(({ opcode, length }) => ({ opcode, length: opcode < 8 ? length : length % 126 }));
      const all = Buffer.concat(sizes.map(({ opcode, length }) => serverFrame(opcode, Buffer.alloc(length, length))));
      const at = [0, ...places.filter((place) => place < all.length).sort((a, b) => a - b), all.length];
      const reader = new FrameReader();
      const found = at.slice(1).flatMap((to, index) => reader.push(all.subarray(at[index], to)));
      expect(reader.broken).toBe(false);
      const control = sizes.filter(({ opcode }) => opcode >= 8);
      expect(found.map(({ opcode, payload }) => ({ opcode, length: payload.length }))).toEqual(control);
      expect(found.every(({ payload }) => payload.every((byte) => byte === payload.length))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["masked", [0x89, 0x80, 0, 0, 0, 0]],
  ["compressed, which was not agreed", [0xc1, 0]],
  ["of an unknown kind", [0x83, 0]],
  ["a control frame that is too long", [0x89, 126, 0, 126]],
])("a frame that no server may send: %s", (_, bytes) => {
  const reader = new FrameReader();
  expect(reader.push(Buffer.from(bytes))).toEqual([]);
  expect(reader.broken).toBe(true);
});

test("our control frames are masked", () => {
  const frame = controlFrame(opcodes.pong, Buffer.from("hello"));
  expect([...frame.subarray(0, 2)]).toEqual([0x8a, 0x85]);
  const mask = frame.subarray(2, 6);
  expect(
    frame
      .subarray(6)
      .map((byte, index) => byte ^ (mask[index % 4] ?? 0))
      .toString(),
  ).toBe("hello");
});

test.each([
  [[], 1005],
  [[3], 1005],
  [[0x03, 0xe9, 0x62], 1001],
])("the code in a close frame of %j", (payload, code) => {
  expect(closeCode(Buffer.from(payload))).toBe(code);
});
