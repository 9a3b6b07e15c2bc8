/** What other languages call our types; the first column is how it is written here. */
const synonyms: Readonly<Record<string, string>> = {
  text: 'string str varchar char character nvarchar citext longtext mediumtext tinytext markdown html slug',
  integer:
    'int int32 int64 uint bigint smallint tinyint long short serial bigserial number(int) whole counter',
  number: 'float float32 float64 double decimal numeric real',
  money: 'currency price amount',
  boolean: 'bool flag checkbox bit',
  date: 'day localdate',
  datetime: 'timestamp timestamptz instant date-time date_time localdatetime zoneddatetime offsetdatetime',
  time: 'localtime timeofday',
  uuid: 'guid uid uuidv4 id',
  email: 'e-mail mail emailaddress email-address',
  url: 'uri link href website',
  phone: 'tel telephone phonenumber',
  json: 'object map dict dictionary jsonb any hash record blob unknown struct mixed',
};

const nameHere: ReadonlyMap<string, string> = new Map(
  Object.entries(synonyms).flatMap(([own, foreign]) =>
    foreign.split(' ').map((name) => [name, own] as const),
  ),
);

/** The type that somebody who writes `String` or `varchar` means. */
export function typeHere(name: string): string | undefined {
  return nameHere.get(name.toLowerCase());
}
