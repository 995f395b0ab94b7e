// Makes a module's variables visible: each global that can change is exported as g0, g1 and so on. The code stays as
// it is, so what the tests look at is what ships.
// https://webassembly.github.io/spec/core/binary/modules.html

const GLOBAL_SECTION = 6;
const EXPORT_SECTION = 7;
const GLOBAL_KIND = 3;
const I32 = 0x7f;

function readLeb(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  let shift = 0;
  let next = at;
  for (;;) {
    const byte = bytes[next++] as number;
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if ((byte & 0x80) === 0) return [value >>> 0, next];
  }
}

function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

/** The indexes of the i32 globals that can change. The module has no imported ones, and constant initial values only. */
function variables(section: Uint8Array): number[] {
  const found: number[] = [];
  let [count, at] = readLeb(section, 0);
  for (let index = 0; index < count; index++) {
    if (section[at] === I32 && section[at + 1] === 1) found.push(index);
    // The type, whether it can change, an instruction with one operand, `end`.
    const instruction = section[at + 2] as number;
    at += 3;
    if (instruction === 0x44) at += 8;
    else if (instruction === 0x43) at += 4;
    else [, at] = readLeb(section, at);
    if (section[at] !== 0x0b) throw new Error("wasm globals: an initial value that is no constant");
    at++;
  }
  count = found.length;
  return found;
}

export function exportGlobals(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const out: number[] = [...module.subarray(0, 8)];
  let indexes: number[] = [];
  for (let at = 8; at < module.length; ) {
    const id = module[at] as number;
    const [size, from] = readLeb(module, at + 1);
    let body = module.subarray(from, from + size);
    at = from + size;
    if (id === GLOBAL_SECTION) indexes = variables(body);
    if (id === EXPORT_SECTION) {
      const [count, rest] = readLeb(body, 0);
      const added = indexes.flatMap((index, order) => {
        const name = [...Buffer.from(`g${order}`)];
        return [...leb(name.length), ...name, GLOBAL_KIND, ...leb(index)];
      });
      body = Uint8Array.from([...leb(count + indexes.length), ...body.subarray(rest), ...added]);
    }
    out.push(id, ...leb(body.length), ...body);
  }
  return Uint8Array.from(out);
}
