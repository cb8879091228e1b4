// Reads recorded deliveries from standard input, one JSON per line: {secret, receivedAt, headers, body}. Verifies each with the library at the time it was received, and writes
// "ok <webhook-id>" or "bad <webhook-id> <reason>" for it.
import { createInterface } from "node:readline";
import { Webhook } from "standardwebhooks";

const now = Date.now;
for await (const line of createInterface({ input: process.stdin })) {
  const { secret, receivedAt, headers, body } = JSON.parse(line);
  try {
    Date.now = () => Date.parse(receivedAt);
    new Webhook(secret).verify(body, headers);
    console.log(`ok ${headers["webhook-id"]}`);
  } catch (failure) {
    console.log(`bad ${headers["webhook-id"]} ${failure.message}`);
  } finally {
    Date.now = now;
  }
}
