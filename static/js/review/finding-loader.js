// Fetches the findings that were not sent with the page, the most important first.
import { get } from "../shared/api.js";

const AT_ONCE = 1000; // findings in a request
const RETRY_DELAY = 3000; // ms until what could not be fetched is fetched again

export class FindingLoader {
  // `filled(sections)`: findings of these have come; `changed()`: the review has changed meanwhile;
  // resolves once all findings, as they are now, are there.
  constructor(session, findings, { filled, changed }) {
    Object.assign(this, { session, findings, filled, changed });
    this.path = `/sessions/${session.session_id}/feedback`;
  }

  get complete() {
    return !this.findings.totals;
  }

  // Resolves once all are there.
  all() {
    this.request ??= this.fetch();
    return this.request;
  }

  async fetch() {
    for (let next = this.session.feedback.length; next !== null && !this.complete; ) {
      const page = await get(`${this.path}?offset=${next}&limit=${AT_ONCE}`).catch(() => null);
      if (!page) await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
      else if (page.revision !== this.session.revision) return this.changed();
      else if (!this.complete) {
        next = page.next_offset;
        this.findings.fill(page.items, page.resolved, next === null);
        this.filled(page.items.map((finding) => finding.section_name));
      }
    }
  }

  // Fetch one that is linked to and has not come yet.
  async one(id) {
    if (this.findings.get(id) || this.complete) return;
    const finding = await get(`${this.path}/${encodeURIComponent(id)}`).catch(() => null);
    if (!finding) return; // it does not exist any more
    this.findings.fill(finding.resolved_in ? [] : [finding], finding.resolved_in ? [finding] : []);
    this.filled([finding.section_name]);
  }
}
