// A receiver of ShipmentTracker's webhooks in plain Node, to see them arrive and to copy from:
//
//   WEBHOOK_SECRET=whsec_... node samples/webhook-receiver.mjs [PORT]     (9099 unless given)
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const port = Number(process.argv[2] ?? 9099);
const key = Buffer.from((process.env.WEBHOOK_SECRET ?? "").replace(/^whsec_/, ""), "base64");
if (key.length === 0) throw new Error("WEBHOOK_SECRET is not set");

const toleranceS = 300;
const seen = new Set(); // a real receiver keeps these where a restart does not lose them

/** Whether a delivery is ours and fresh. The body is verified as it came: parsing and writing it again would change it. */
function isGenuine(headers, body) {
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signatures } = headers;
  if (!id || !at || !signatures || !(Math.abs(Date.now() / 1000 - Number(at)) <= toleranceS)) return false;
  const right = createHmac("sha256", key).update(`${id}.${at}.`).update(body).digest();

  // While a secret is being replaced there are two signatures; one that fits is enough.
  return signatures.split(" ").some((one) => {
    const [version, text] = one.split(",");
    const given = Buffer.from(text ?? "", "base64");
    return version === "v1" && given.length === right.length && timingSafeEqual(given, right);
  });
}

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    if (!isGenuine(request.headers, body)) {
      console.log("refused: the signature is wrong, or too old");
      response.writeHead(401).end();
      return;
    }

    const event = JSON.parse(body);
    const known = seen.has(event.id);
    seen.add(event.id);
    console.log(`${event.time} ${event.type} ${event.subject}${known ? " (again)" : ""}`);
    response.writeHead(204).end();
  });
}).listen(port, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${port}/`));
