// Fetches the findings that were not sent with the page, the most important first.
import { get } from "../shared/api.js";

const AT_ONCE = 1000; // findings in a request
const RETRY_DELAY = 3000; // ms until what could not be fetched is fetched again

export class FindingLoader {
  // `filled(sections)`: findings of these have come; `changed(state)`: the review has changed meanwhile,
  // so that this is all of it as it now is; resolves once that is shown.
  constructor(session, findings, { filled, changed }) {
    Object.assign(this, { session, findings, filled, changed });
    this.path = `/sessions/${session.session_id}/feedback`;
  }

  get complete() {
    return !this.findings.totals;
  }

  // Resolves once all are there.
  all() {
    this.loading ??= this.fetch();
    return this.loading;
  }

  async fetch() {
    for (let next = this.session.feedback.length; next !== null && !this.complete; ) {
      const page = await this.request(`?offset=${next}&limit=${AT_ONCE}`);
      if (!page || this.complete) return;
      if (page.revision !== this.session.revision) return this.changed(await this.request(""));
      next = page.next_offset;
      this.findings.fill(page.items, page.resolved, next === null);
      this.filled(page.items.map((finding) => finding.section_name));
    }
  }

  // Asks until there is an answer; null where the review has been deleted.
  async request(query) {
    for (;;) {
      try {
        return await get(`${this.path}${query}`);
      } catch (error) {
        if (error.status === 404) return null;
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY));
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
