/** What people ask for and this version does not build. The first pattern found in a statement names the feature. */
export interface UnbuiltFeature {
  readonly name: string;
  readonly pattern: RegExp;
}

export const UNBUILT_FEATURES: readonly UnbuiltFeature[] = [
  {
    name: 'sign-in, roles and permissions',
    pattern:
      /\b(?:log ?in|log-in|logged[- ]in|sign(?:ed|ing)?[- ]in|log ?out|authenticat\w*|authoris\w*|authoriz\w*|auth|oauth|jwt|passwords?|permissions?|(?:user )?roles and permissions|user roles|role-based\w*|access control|api keys?|single sign[- ]on|sso|two[- ]factor|only (?:the )?(?:admins?|administrators?|staff|managers?|librarians?|employees|owners?|curators?|coaches|volunteers?|moderators?|logged|authori[sz]ed|registered users)\b.* (?:can|may|should|are allowed)|user accounts?)\b/i,
  },
  {
    name: 'sending e-mail or messages',
    pattern:
      /\b(?:(?:send|sends|sent|sending|gets?|receives?|receive|by|via|automatic) (?:(?:a|an|out|them|the|him|her|automatic|weekly|daily|monthly|confirmation|reminder) )*(?:(?:the|a|an|each|every) \w+ (?:an? )?)?(?:\w+ )?(?:e-?mails?|sms|text messages?|newsletters?|reminders?|notifications?|alerts?)|e-?mail(?:ed|s)? (?:notifications?|reminders?|alerts?|confirmations?)|(?:we )?e-?mail (?:the|all|each|every) \w+|notif(?:y|ies|ied|ication|ications)|remind(?:s|ed|er|ers)?|alerts? (?:the|when|if|staff|users|members|us|me)|(?:send|sends|sending|mail|mails|mailing) (?:out )?(?:an?|the|them|him|her|each \w+|every \w+) (?:an? )?(?:letters?|invoices?|bills?|postcards?|confirmations?)|push messages?|whatsapp|slack|webhooks?)\b/i,
  },
  {
    name: 'payment processing',
    pattern:
      /\b(?:stripe|paypal|credit cards?|card payments?|online payments?|payment (?:gateway|provider|processing)|pay(?:ing)? online|process payments?|checkout page|direct debits?|billing integration)\b/i,
  },
  {
    name: 'a web interface',
    pattern:
      /\b(?:web (?:ui|interface|page|pages|app front|front-?end|site)|user interface|ui|gui|front-?end|dashboards?|mobile app|ios|android|react|vue|html pages?|landing page|dark mode|charts?|graphs?|buttons?|drag and drop|responsive design|calendar view|map view)\b/i,
  },
  {
    name: 'reports and statistics',
    pattern:
      /\b(?:reports?|reporting|statistics|stats|analytics|top (?:ten|five|three|\d+)|most (?:popular|borrowed|sold|used|watched|frequent|active)|averages?|average \w+|total (?:revenue|sales|income|turnover|number|value|hours|cost)|totals?|sum of|summar(?:y|ies) of|overdue|how (?:many|much|often)\b.*\b(?:per|each|in total|so far|were|was|have|has)|kpis?|histogram|monthly overview|aggregate[sd]?)\b/i,
  },
  {
    name: 'file upload',
    pattern:
      /\b(?:upload(?:s|ed|ing)?|attach(?:ed|ing|ments?)?|file storage|images? files?|scan(?:s|ned)? documents?)\b/i,
  },
  {
    name: 'import and export',
    pattern:
      /\b(?:csv|excel|xlsx|spreadsheets?|pdfs?|export(?:s|ed|ing)?|import(?:s|ed|ing)?|print(?:s|ed|able|ing)? (?:labels?|invoices?|receipts?|tickets?|a|the)|barcode scan\w*|qr[- ]?codes?)\b/i,
  },
  {
    name: 'scheduled and automatic work',
    pattern:
      /\b(?:every (?:night|morning|day at|hour|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month)|cron|nightly|automatic(?:ally)?|scheduled jobs?|(?:after|for more than|within) \d+ (?:days?|hours?|weeks?|months?|minutes?)|auto-?\w+|recurring|periodically)\b/i,
  },
  {
    name: 'full-text search',
    pattern: /\b(?:full[- ]text search|fuzzy search|autocomplete|typo[- ]toleran\w+)\b/i,
  },
  {
    name: 'history and audit trails',
    pattern: /\b(?:audit (?:log|trail)s?|audit|version history|change log|who changed|undo)\b/i,
  },
  {
    name: 'other services',
    pattern:
      /\b(?:graphql|grpc|soap|kafka|rabbitmq|redis|elasticsearch|kubernetes|aws|azure|google (?:calendar|maps|sheets)|third[- ]party|integrat(?:e|es|ion|ions) with|sync(?:s|ed|hronis\w+|hroniz\w+)? (?:with|to)|backups?|back up|machine learning|ai|recommend(?:s|ed|ations?)?|chat(?:bot)?|multi-?language|multi-?tenan\w+|websockets?|live updates?|real[- ]time)\b/i,
  },
  { name: 'rate limits', pattern: /\b(?:rate[- ]limit\w*|throttl\w+|captcha)\b/i },
];

/** The feature a statement asks for that is not built, if any. */
export function unbuiltFeature(
  text: string,
): { readonly name: string; readonly index: number; readonly length: number } | undefined {
  for (const feature of UNBUILT_FEATURES) {
    const match = feature.pattern.exec(text);
    if (match) return { name: feature.name, index: match.index, length: match[0].length };
  }
  return undefined;
}
