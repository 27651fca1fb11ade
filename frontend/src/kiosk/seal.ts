// While the tablet is offline nobody can check a PIN or a badge: it is kept sealed for the server, which alone can read
// it, and bound to the one punch that it is for. ECDH over P-256 with a key made for this punch, HKDF, AES-GCM; the
// other side is KioskKeys in keys.py.

const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** Whether this browser can: only on https (or on the machine itself) does it have the means. */
export function canSeal(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** `content` sealed for the holder of `publicKey` (Base64 of the uncompressed point), together with `bound`. */
export async function seal(publicKey: string, bound: string, content: object): Promise<string> {
  const { subtle } = crypto;
  const theirs = await subtle.importKey("raw", bytesOf(publicKey), CURVE, false, []);
  const ours = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await subtle.exportKey("raw", ours.publicKey));
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: point, info: new TextEncoder().encode("uhrwerk kiosk") };
  const key = await subtle.deriveKey(
    derivation,
    await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]),
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  // The key is used once: its nonce may always be the same.
  const how = { name: "AES-GCM", iv: new Uint8Array(12), additionalData: new TextEncoder().encode(bound) };
  const sealed = new Uint8Array(await subtle.encrypt(how, key, new TextEncoder().encode(JSON.stringify(content))));
  return btoa(String.fromCharCode(...point, ...sealed));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
