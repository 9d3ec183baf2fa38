"""Completeness: what was left to be filled in."""

from __future__ import annotations

import re

from bluepencil.engines.checks.rule import LIKELY, SURE, Rule, phrases

_PLACEHOLDER = re.compile(
    r"(?<![\w-])(?:TBD|TBC|TBA|TODO|FIXME|T\.B\.D\.|N\.N\.|tbd|tbc|to-do)(?![\w-])"
    r"|\bto be (?:determined|decided|confirmed|defined|completed|added|filled in|announced|"
    r"supplied|specified|clarified|agreed|provided)\b(?! by)"
    r"|\?{2,}|_{3,}|\.{5,}|…{2,}"
    r"|\[\s?(?:insert|add|enter|fill|name|date|number|link|here|your|xx+|to be|tbd|missing|place|"
    r"reference|ref|owner|signature|amount|title|department|company|who|when|todo|…|\.\.\.|\?|_)"
    r"[^\]\n]{0,60}\]"
    r"|<\s?(?:insert|add|enter|name|date|number|link|your|xx+|tbd)[^>\n]{0,60}>"
    r"|\b(?:lorem ipsum|dolor sit amet)\b"
    r"|(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])"
    r"|(?<=[-/])[XY]{2,6}\b"
    r"|\b(?:insert|fill in|add) (?:\w+ ){1,3}here\b"
    r"|\b(?:still missing|still to come|coming soon|will be added later|left blank|pending input)\b"
    r"|(?<!have )(?<!has )(?<!had )(?<!need )(?<!needs )(?<!failed )(?<!hard )(?<!easy )(?<!easier )"
    r"(?<!harder )(?<!difficult )\bto follow(?=[.)\]]|$)|\b[Pp]laceholder(?=:|$)",
    re.MULTILINE,
)
_KINDS = (
    r"(?:text|section|chapter|paragraph|table|figure|details?|contents?|numbers?|data|part|photos?|pictures?|graph|chart|diagram|annex|appendix|analysis|list|description|"
    r"explanation|summary|figures|results?|input|answer|reference|references|link|source|evidence|attachment|wording|values?|dates?|names?|costs?|amount|signature)"
)
# Labels with nothing behind them, notes to oneself, and parts that are promised.
_UNFILLED = re.compile(
    r"\((?:name|date|signature|title|initials|number|place|to be continued|tbd|tbc|who\?|when\?|source\?|where\?|how many\?|\?+|check|check this|verify|add|insert|fill in|"
    r"(?:check|ask|confirm|verify|add|insert|clarify) [^()\n]{2,50})\)"
    r"|(?:(?<=: )|(?<=\bon )|(?<=^)|(?<=\t))(?:dd|mm|yyyy|yy|hh|tt|jjjj)(?:[./: -](?:dd|mm|yyyy|yy|hh|ss|tt|jjjj)){1,3}\b"
    r"|\b[a-z]{2,6}-?(?:\d{2,4}-)?0{4,}\b|(?<!\w)#{3,}(?!\w)|(?:\b(?:EUR|USD|GBP|CHF)|[€$£]) ?(?:\.{2,}|…|_+|\?|-{2,}|x+\b)"
    r"|\b0{3,}[ -]0{3,}\b|_{1,}\.[_.]+|(?<![/\w.=:-])<(?:\w+[ _-]){0,3}(?:name|date|number|title|amount|address|company|reason|value|time|owner|supplier|customer|department)>"
    rf"|\b{_KINDS} ?(?:\d{{1,2}}|[A-Z])? (?:will|to) (?:follow|come)\b|\((?:[\w-]+ ){{1,3}}(?:missing|pending|to follow|to come|to be added|tbc|tbd|follows)\)|\b[Ss]ee (?:attachment|annex|appendix|table|figure|chapter|section|page) (?:\?+|x+\b|_+|\.{{2,}}|n\b)"
    r"|\b(?:this|the) (?:section|chapter|paragraph|table|annex|appendix|list|part|figure|page|report|text|entry|field) (?:will|shall|is to|has to|still has to|must still|needs to|still needs to) be (?:\w+ )?(?:completed|added|supplied|filled|filled in|written|finished|expanded|drawn|rewritten|extended)\b"
    r"|\[(?!(?:sic|see|emphasis|the|an?|of|and|or|in|on|to|for|is|are|was|at|by|with|his|her|their|its|this|that|not|no|yes|ok|x|op|cit|ibid|note|optional|default|verified|signed|signature|stamp|laughs|pause|unclear|inaudible|internal|external|link|https?)\b)(?:[a-z]{3,14})(?:[ ,/-][a-z]{2,14}){0,3}\](?![(\w])"
    r"|(?<![\w.])x[.,]x+\b|(?<![\w.])n[.,]nn?\b(?!\.)|(?:(?<=[a-z] )|(?<=[:,] ))(?:\.{3}|…)[ ]?\.?$"
    r"|\[\s?(?:photo|picture|figure|fig\.?|image|chart|graph|table|diagram|screenshot|drawing|logo|text|map|sketch|quote|source|citation|citation needed|example|details?|description|summary|"
    r"address|phone|e-?mail|customer|client|project|version|product|supplier|site|location|time|period|number of|value|values|cost|price|role|position|reason|result|results|list|explain|describe|check|ask|"
    r"verify|confirm|update|complete|more|to do|to come|open|pending|missing|blank|dd|mm|yyyy)(?! ?\d)(?:[ :/.,-][^\]\n]{0,60})?\](?!\()"
    rf"|(?:(?<=^)|(?<=[.:;(] )|(?<=\t)|(?<=\())(?:the |this |further |more |all )?(?:[\w-]+ ){{0,2}}?{_KINDS} (?:of [\w ]{{2,30}} |from [\w ]{{2,30}} )?(?:is |are |will be )?(?:still )?"
    r"(?:to be (?:supplied|written|inserted|advised|attached|drafted|found|given|completed|added|inserted|verified|checked|updated|reviewed later)|pending|missing here|outstanding|to come|follows? later|to follow|needed here|not yet (?:available|written|filled in|"
    r"received|complete|done|known|there)|goes here|comes here|go here|belongs here|will follow|come later|comes later)\b[^.\n]{0,30}(?=[.)]|$)"
    r"|\b(?:still )?to be (?:advised|inserted|written|drafted|named|entered|supplied|attached|inserted here|continued|calculated|assigned|nominated|fixed later|evaluated later|discussed later)\b(?! (?:by|to|in the form|into|when|if)\b)"
    r"|(?:(?<=: )|(?<=\t)|(?<=^))(?:not yet (?:\w+)(?:, [^.\n]{2,30})?|awaited|expected|requested|outstanding|missing|will follow|ask [A-Z]\w+|(?:still |as yet |yet )(?:open|unknown|missing|unclear|to do|pending|undecided)|pending|unknown yet|to come|"
    r"none yet|same as above\?|work in progress|wip|under construction|details pending|draft|open)\.?$"
    r"|(?:(?<=^)|(?<=[.;] )|(?<=\())(?:insert|paste|add) (?:(?:the|a|an|your|here|some|more) )?(?:\w+ )?(?:table|figures?|photos?|picture|graph|chart|diagram|screenshot|text|numbers?|link|reference|names?|date|logo|paragraph|data|values?|quote|details|signature|sources?)\b"
    r"|(?:(?<=^)|(?<=[.;] )|(?<=\())(?-i:(?:Ask|Check with|Confirm with|Clarify with|Verify with|Get from|Wait for|Remind) [A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)?\b) (?:for|about|whether|if|to|again|before|what|who|when|how|which)\b[^.\n]{0,60}"
    r"|\b(?:is|are|will be|to be|can be|shall be) (?:added|supplied|completed|filled in|inserted|provided|written|described|updated|attached|given|finished|expanded|included) (?:here )?(?:later|afterwards|in (?:the|a) (?:next|later|final|following|future|coming|second) (?:\w+ )?(?:version|revision|"
    r"draft|issue|edition|release|update)|when (?:available|known|received|ready)|once (?:available|known|received|ready)|as soon as)\b"
    r"|\b(?:note to self|work in progress|under construction|reserved for (?:later|future)|this page intentionally|remove this (?:line|paragraph|text|section)|delete this (?:line|paragraph|text|section)|delete before|remove before|for now,? see|"
    r"(?:section|chapter|paragraph|part|table|text|field|cell|line|page) (?:is |was |has been |still )?(?:left )?(?:empty|blank|unfinished|incomplete|missing)|sample text|example text|dummy text|blah|foo bar|asdf)\b",
    re.IGNORECASE | re.MULTILINE,
)

RULES = (
    Rule(
        "placeholder", "completeness", "high", SURE,
        "“{words}” was left to be filled in.",
        "Fill it in, or say who will supply it and by when.",
        phrases(_PLACEHOLDER), "placeholders",
    ),
    Rule(
        "placeholder", "completeness", "high", LIKELY,
        "“{words}” was left to be filled in.",
        "Fill it in, or say who will supply it and by when.",
        phrases(_UNFILLED), "placeholders",
    ),
)  # fmt: skip
