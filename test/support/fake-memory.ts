// The fake kernel's view of memory: the module's linear memory, and the machine's, where argv and envp live.

/** Where linear memory begins in the machine, and where the arguments do. */
const LINEAR = 0x7000_0000n;
const ARENA = 0x1_0000n;

export class FakeMemory {
  private arena = new DataView(new ArrayBuffer(1 << 16));
  private used = 8;
  linear: WebAssembly.Memory | undefined;

  /** Of linear memory. Made anew each time, as a memory that grows is another buffer. */
  view(): DataView {
    if (!this.linear) throw new Error("fake kernel: no memory yet");
    return new DataView(this.linear.buffer);
  }

  /** A C string of linear memory. */
  text(pointer: number): string {
    const view = this.view();
    let text = "";
    for (let at = pointer >>> 0; view.getUint8(at) !== 0; at++) text += String.fromCharCode(view.getUint8(at));
    return text;
  }

  bytes(pointer: number, length: number): string {
    const view = this.view();
    let text = "";
    for (let at = 0; at < length; at++) text += String.fromCharCode(view.getUint8((pointer >>> 0) + at));
    return text;
  }

  /** Writes at most `room` bytes of `text`, and answers how many. */
  put(pointer: number, text: string, room: number): number {
    const view = this.view();
    const length = Math.min(text.length, room);
    for (let at = 0; at < length; at++) view.setUint8((pointer >>> 0) + at, text.charCodeAt(at));
    return length;
  }

  /** What the kernel puts on a new stack: argc, the NULL-ended argv, envp right behind it (fs/binfmt_elf.c). */
  stack(argv: string[], envp: string[]): { argv: bigint; envp: bigint } {
    const words = argv.map((text) => this.string(text));
    const variables = envp.map((text) => this.string(text));
    this.used = (this.used + 7) & ~7;
    const start = ARENA + BigInt(this.used);
    for (const word of [BigInt(argv.length), ...words, 0n, ...variables, 0n]) {
      this.arena.setBigInt64(this.used, word, true);
      this.used += 8;
    }
    return { argv: start + 8n, envp: start + 8n * BigInt(argv.length + 2) };
  }

  /** The strings of such an array. */
  strings(array: bigint): string[] {
    const found: string[] = [];
    for (let at = array; this.peek64(at) !== 0n; at += 8n) {
      let text = "";
      for (let from = this.peek64(at); this.peek8(from) !== 0; from++) text += String.fromCharCode(this.peek8(from));
      found.push(text);
    }
    return found;
  }

  addressOf(pointer: number): bigint {
    return LINEAR + BigInt(pointer >>> 0);
  }

  /** The string at a machine address. */
  textAt(address: bigint): string {
    let text = "";
    for (let at = address; this.peek8(at) !== 0; at++) text += String.fromCharCode(this.peek8(at));
    return text;
  }

  peek8(address: bigint): number {
    const [view, at] = this.place(address);
    return view.getUint8(at);
  }

  peek64(address: bigint): bigint {
    const [view, at] = this.place(address);
    return view.getBigInt64(at, true);
  }

  poke64(address: bigint, value: bigint): void {
    const [view, at] = this.place(address);
    view.setBigInt64(at, value, true);
  }

  private string(text: string): bigint {
    const at = this.used;
    for (const character of `${text}\0`) this.arena.setUint8(this.used++, character.charCodeAt(0));
    return ARENA + BigInt(at);
  }

  private place(address: bigint): [DataView, number] {
    if (address >= LINEAR) return [this.view(), Number(address - LINEAR)];
    if (address < ARENA || address >= ARENA + BigInt(this.used)) {
      throw new Error(`fake kernel: segmentation fault at 0x${address.toString(16)}`);
    }
    return [this.arena, Number(address - ARENA)];
  }
}
