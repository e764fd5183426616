"use strict";
// Opens a block: base64, then gzip. Browsers have DecompressionStream since 2020 to 2023; for those without it there is
// inflate below (RFC 1951), slower but whole.
// The blocks with code stand behind the program: one that the browser has not read yet is waited for.
async function openBlock(id) {
  const whole = () => { const n = document.getElementById("block-" + id); return n && (n.nextSibling || document.readyState !== "loading") ? n : null; };
  while (!whole() && document.readyState === "loading") await new Promise((done) => setTimeout(done, 20));
  const node = whole();
  if (!node) throw new Error("block " + id + " is missing: the file was cut off");
  const text = atob(node.textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  let plain;
  if (typeof DecompressionStream === "function" && !window.crosswalkNoStreams) {
    const unzip = new DecompressionStream("gzip"), to = unzip.writable.getWriter();
    to.write(bytes);
    to.close();
    plain = new Uint8Array(await new Response(unzip.readable).arrayBuffer());
  } else {
    plain = gunzip(bytes);
  }
  return JSON.parse(new TextDecoder().decode(plain));
}

// gunzip skips the header that Go writes: ten bytes, no name, no comment (RFC 1952).
function gunzip(bytes) {
  const end = bytes.length;
  const size = (bytes[end - 4] | bytes[end - 3] << 8 | bytes[end - 2] << 16 | bytes[end - 1] << 24) >>> 0;
  return inflate(bytes.subarray(10, end - 8), new Uint8Array(size));
}

const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const distBits = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

// huffman makes the table of a code from the lengths of its words: how many words have each length, and the symbols in order.
function huffman(lengths) {
  const count = new Uint16Array(16), symbols = new Uint16Array(lengths.length), at = new Uint16Array(16);
  for (const n of lengths) count[n]++;
  count[0] = 0;
  for (let i = 1; i < 16; i++) at[i] = at[i - 1] + count[i - 1];
  lengths.forEach((n, s) => { if (n) symbols[at[n]++] = s; });
  return { count, symbols };
}

function inflate(src, out) {
  let pos = 0, bit = 0, have = 0, n = 0;
  const bits = (k) => {
    while (have < k) { bit |= src[pos++] << have; have += 8; }
    const v = bit & ((1 << k) - 1);
    bit >>>= k; have -= k;
    return v;
  };
  const symbol = (t) => {
    let code = 0, first = 0, index = 0;
    for (let len = 1; len < 16; len++) {
      code |= bits(1);
      const count = t.count[len];
      if (code - count < first) return t.symbols[index + (code - first)];
      index += count; first = (first + count) << 1; code <<= 1;
    }
    throw new Error("the page's data is damaged");
  };
  const copy = (lit, dist) => {
    for (;;) {
      let s = symbol(lit);
      if (s < 256) { out[n++] = s; continue; }
      if (s === 256) return;
      s -= 257;
      const len = lengthBase[s] + bits(lengthBits[s]);
      const d = symbol(dist), back = distBase[d] + bits(distBits[d]);
      for (let i = 0; i < len; i++, n++) out[n] = out[n - back];
    }
  };
  const fixed = () => {
    const l = [];
    for (let i = 0; i < 288; i++) l.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
    copy(huffman(l), huffman(new Array(30).fill(5)));
  };
  const dynamic = () => {
    const nlit = bits(5) + 257, ndist = bits(5) + 1, ncode = bits(4) + 4, l = new Array(19).fill(0);
    for (let i = 0; i < ncode; i++) l[lengthOrder[i]] = bits(3);
    const t = huffman(l), lengths = [];
    while (lengths.length < nlit + ndist) {
      const s = symbol(t);
      if (s < 16) { lengths.push(s); continue; }
      const what = s === 16 ? lengths[lengths.length - 1] : 0;
      let times = s === 16 ? 3 + bits(2) : s === 17 ? 3 + bits(3) : 11 + bits(7);
      while (times--) lengths.push(what);
    }
    copy(huffman(lengths.slice(0, nlit)), huffman(lengths.slice(nlit)));
  };
  for (let last = 0; !last;) {
    last = bits(1);
    const type = bits(2);
    if (type === 1) fixed();
    else if (type === 2) dynamic();
    else {
      bit = 0; have = 0;
      const len = src[pos] | src[pos + 1] << 8;
      out.set(src.subarray(pos + 4, pos + 4 + len), n);
      pos += 4 + len; n += len;
    }
  }
  return out;
}
