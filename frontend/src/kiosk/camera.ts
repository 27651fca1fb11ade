// QR codes by the tablet's camera, where the browser can read them by itself.

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare const BarcodeDetector: { new (options: { formats: string[] }): Detector };

const LOOK_EVERY = 150;

export function canScan(): boolean {
  return "BarcodeDetector" in globalThis && navigator.mediaDevices !== undefined;
}

/** Show the camera's picture until it sees a QR code, and give what that says; null once `stopped`. */
export async function scan(video: HTMLVideoElement, stopped: AbortSignal): Promise<string | null> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" }, audio: false });
  try {
    video.srcObject = stream;
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    while (!stopped.aborted) {
      const [found] = await detector.detect(video);
      if (found) return found.rawValue;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
