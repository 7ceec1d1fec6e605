// What Lighthouse says of some pages, one after another, in the browser that listens at a port.
// In: the port, and the pages, each with its settings. Out: a line of JSON for each.
import lighthouse from "lighthouse";
import { json } from "node:stream/consumers";

const shared = { formFactor: "mobile", disableFullPageScreenshot: true, logLevel: "silent" };

const { port, jobs } = await json(process.stdin);
for (const { url, settings } of jobs) {
  const { lhr } = await lighthouse(url, { ...shared, ...settings, port });
  const scores = {}, shortcomings = {};
  for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
    scores[id] = score;
    shortcomings[id] = auditRefs
      .filter(({ weight }) => weight > 0)
      .map(({ id }) => lhr.audits[id])
      .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "error" || (score !== null && score < 1))
      .map(({ id, title, errorMessage, details }) =>
        `${id}: ${errorMessage ?? title} ${JSON.stringify(details?.items ?? []).slice(0, 500)}`);
  }
  const problems = [...lhr.runWarnings, ...(lhr.runtimeError ? [lhr.runtimeError.message] : [])];
  console.log(JSON.stringify({ url, landed: lhr.finalDisplayedUrl, scores, shortcomings, problems }));
}
