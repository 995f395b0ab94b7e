// What the process inherited before Node's start changed it, as src/native/entry/entry.c noted it down.

import { getInt64, getUint32, getUint64, toBuffer } from "node:ffi";
import { AT_ENTRY, getauxval } from "./libc.ts";

export interface Facts {
  /** Addresses of the kernel's own argv and envp. */
  argv: bigint;
  argc: number;
  envp: bigint;
  /** Bit n-1: signal n. */
  ignored: bigint;
  blocked: bigint;
  /** Soft limit. */
  nofile: bigint;
  /** Bit n: descriptor n < 16 was open. */
  low: number;
  /** First descriptor from 16 on that was closed. */
  high: number;
}

const MAGIC = "lastcall-entry-1";
const PARAMS_SIZE = 32n;

/** Null if this executable has no entry stub. */
export function readFacts(): Facts | null {
  const entry = getauxval(AT_ENTRY);
  const params = entry - PARAMS_SIZE;
  if (entry === 0n || toBuffer(params, MAGIC.length).toString("latin1") !== MAGIC) return null;
  const at = entry + getInt64(params, 24);
  const stack = getUint64(at, 0);
  const argc = Number(getUint64(stack));
  return {
    argv: stack + 8n,
    argc,
    envp: stack + 8n * BigInt(argc + 2),
    ignored: getUint64(at, 8),
    blocked: getUint64(at, 16),
    nofile: getUint64(at, 24),
    low: getUint32(at, 32),
    high: getUint32(at, 36),
  };
}
