// A set of TCP ports: one bit for each, so that no number of them is too large and looking one up costs nothing.

export const PORTS_BYTES: i32 = 8192;

/** Ports 1..65535. */
export class PortSet {
  /** Whether nothing was added. */
  empty: bool = true;
  private bits: Uint8Array = new Uint8Array(0);

  /** Lends the set memory of PORTS_BYTES, all zeros. */
  keepIn(bytes: Uint8Array): void {
    this.bits = bytes;
  }

  add(port: i32): void {
    if (this.bits.length === 0) this.bits = new Uint8Array(PORTS_BYTES);
    this.empty = false;
    const at = port >> 3;
    this.bits[at] = ((this.bits[at] as i32) | (1 << (port & 7))) as u8;
  }

  has(port: i32): bool {
    return !this.empty && ((this.bits[port >> 3] as i32) & (1 << (port & 7))) !== 0;
  }
}
