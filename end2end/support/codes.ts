// The codes that a telephone shows (RFC 6238).
import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code of a secret, as it is written in base 32, so many steps of half a minute from now. */
export function code(secret: string, steps = 0): string {
  const plain = [...secret].filter((it) => LETTERS.includes(it));
  const bits = plain.map((it) => LETTERS.indexOf(it).toString(2).padStart(5, "0")).join("");
  const bytes = (bits.match(/.{8}/g) ?? []).map((it) => Number.parseInt(it, 2));
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", Buffer.from(bytes)).update(count).digest();
  const from = digest.readUInt8(digest.length - 1) & 15;
  return String((digest.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
