const overview = `Millwright builds systems from descriptions, proves them with real tools, and runs them.

  millwright new [REQUEST | -f FILE]   build a system from a request
  millwright update DIR                generate a system anew and keep what was edited by hand
  millwright verify DIR                prove a system as it stands
  millwright explain FILE              tell what a blueprint means, what it assumes and what looks wrong
  millwright runs list|show|events|resume|retry|pause|cancel|approve|fork|delete
                                       look at runs, continue, stop or branch them
  millwright workflow run|validate|graph|answer|next
                                       run, check, draw and debug workflows in YAML
  millwright generators|packs|checks|templates list
                                       what the packs in use bring
  millwright generators explain CAPABILITY...
                                       which generator is taken, and why no other
  millwright pack create NAME          write a pack of one's own that works
  millwright knowledge list|search|forget
                                       what Millwright looks at before it builds
  millwright doctor                    what this machine has, what each missing thing costs
  millwright help COMMAND              more about one of them

Exit codes: 0 built and proven · 3 built and proven, but statements were left out · 1 failed · 2 usage
`;

const topics: Readonly<Record<string, string>> = {
  new: `millwright new [REQUEST | -f FILE | --template NAME] [--out DIR] [--yes] [--run] [--model PROVIDER/NAME] [--json]

  REQUEST      what to build, in plain English; quote it. Without it the request is read from -f or standard input.
  -f, --file   a file with the request, or a blueprint (YAML); - is standard input
  --template   start from a template; millwright templates list shows them
  --out DIR    where the system goes; must not exist or be empty. Without it: ./systems/<name>
  -y, --yes    accept the assumptions without asking
  --run        start the system when it is proven
  --model      the language model that may repair what fails, instead of the one that is configured (docs/models.md)
  --json       one JSON document on standard output, progress on standard error

State lives in .millwright/ of the working directory; MILLWRIGHT_HOME puts it elsewhere.
`,
  update: `millwright update DIR [-f FILE] [--dry-run] [--yes] [--json]
millwright update DIR --undo [--json]

  Generates the system in DIR anew, after its blueprint.yaml, the request or Millwright has changed, and merges the result with
  what you changed by hand since. What cannot be merged stays as you have it, and lies beside in .millwright/conflicts.

  -f, --file      a new request; - is standard input. Without it DIR/blueprint.yaml says what to build
  --dry-run       show what would change, and change nothing
  --undo          take back the last update
  --without-base  go on though .millwright/base is lost: adds files, replaces none
  -y, --yes       accept the assumptions of a new request without asking
  --json          one JSON document on standard output, progress on standard error
`,
  verify: `millwright verify DIR [--heal [--restore] [--model PROVIDER/NAME]] [--json]

  Runs all four tiers of proof on the system in DIR as it stands, edits included, and renews its evidence/.

  --heal       repair what fails: spelling, imports, what the linter suggests, generated files that are gone; then what a language
               model can, where one is configured or named. What makes nothing better is taken back; millwright update DIR --undo
               takes back the rest
  --restore    also put files back as they were generated, over edits that break something
`,
  explain: `millwright explain FILE|DIR [--json]
millwright explain --schema

  Tells in plain words what a blueprint means: its records and their states; each operation with what it takes, checks, writes and
  answers, and how it refuses; what holds though nobody wrote it; and what is likely a mistake. Builds nothing.

  FILE         a blueprint or a request; - is standard input. DIR: the folder of a system
  --schema     print the JSON Schema of blueprints, for editors
  --json       one JSON document on standard output
`,
  runs: `millwright runs list [--status STATUS,...] [--limit N] [--offset N] [--json]
millwright runs show ID [--json]
millwright runs events ID [--after N] [--follow] [--json]
millwright runs resume ID [--json]
millwright runs retry ID STAGE [--json]
millwright runs pause ID [--json]
millwright runs cancel ID [--reason TEXT] [--json]
millwright runs approve ID [STAGE] [--answer JSON|@FILE] [--by NAME] [--json]
millwright runs fork ID --from STAGE [--input JSON|@FILE] [--out DIR] [--json]
millwright runs delete ID | --older-than 30d [--status STATUS,...] [--json]

  A build is a durable run: killed at any moment, it continues where it stood with "runs resume".

  events       --follow goes on with each event until the run comes to rest; with --json one event a line
  retry        gives one stage's failed work another chance
  pause        lets running stages finish and starts no more
  cancel       stops what runs and undoes what declares how
  approve      answers the stage that waits; true without --answer
  fork         a new run with the results of the stages before STAGE; --out says where its system goes
  delete       runs that are paused or have ended, with all they recorded

  Requests reach a run in whatever process it is worked on, and wait for one if there is none.
`,
  workflow: `millwright workflow run FILE [--input JSON|@FILE] [--debug] [--break STEP]... [--pack MODULE]... [--json]
millwright workflow validate FILE [--pack MODULE]... [--json]
millwright workflow graph FILE [--format text|mermaid|svg] [--pack MODULE]... [--json]
millwright workflow answer RUN STEP JSON|@FILE [--by NAME] [--json]
millwright workflow next RUN [STEP] [--json]

  --input      the workflow's input; {} when absent
  --debug      stop before every step and show its input; --break STEP stops before that one
  --pack       a module that exports step kinds made with defineStep; its code is run
  answer       answers an approval that a run waits for
  next         lets a step go on that the debugger holds

  A run is durable: killed at any moment, it continues with "runs resume", even when the file has changed or is gone.
  Exit codes: 0 succeeded · 3 waits for an answer · 1 failed · 2 usage
`,
  packs: `millwright packs|checks|templates list [--json]

  Packs are found in the dependencies and the folder "packs" of the project in the working directory. What cannot be used is named
  with its reason on standard error, and takes nothing else down.
`,
  generators: `millwright generators list [--json]
millwright generators explain CAPABILITY... [--prefer CAPABILITY]... [--json]

  explain      selects a generator with all these capabilities, such as component:Store, and says why each other was passed over
`,
  pack: `millwright pack create NAME [--out DIR] [--json]

  Writes a pack with a generator, a check, a template and its tests to packs/NAME.
`,
  knowledge: `millwright knowledge list [--json]
millwright knowledge search WORDS... [--json]
millwright knowledge forget DIR | --all [--json]

  Before it builds, Millwright looks for what may help: in its documentation, in what packs know, and in systems that it built here.

  list         the systems it remembers, by the folder they are in
  search       the passages that come nearest
  forget       systems are no longer named as similar; their folders stay as they are
`,
  doctor: `millwright doctor [--json]

  Lists the tools and the isolation this machine offers, and what each missing one costs.
`,
};

/** The help text for a command, or the overview. */
export function helpText(topic: string | undefined): string {
  return (topic === undefined ? undefined : topics[topic]) ?? overview;
}
