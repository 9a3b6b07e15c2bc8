/** Blueprints that between them use everything the language can say about records and operations. */

type Storage = 'memory' | 'sqlite' | 'postgresql';

function on(storage: Storage, blueprint: string): string {
  return blueprint.replace('STORAGE', storage);
}

export const tasks = `
millwright: 1
name: task-api
entities:
  Task:
    fields:
      title: text 1..200
      description: text? ..2000
    states: { field: status, values: [open, completed], actions: { complete: open -> completed } }
`;

/** Every kind of field, every rule of references, every step of operations. */
export const workshop = (storage: Storage) => on(storage, workshopBlueprint);

const workshopBlueprint = `
millwright: 1
name: bicycle-workshop
storage: STORAGE
interfaces: { http: { port: 9090, prefix: /api } }
events:
  repairOpened: { repair: Repair, at: datetime }
entities:
  Bicycle:
    description: a bicycle that has been brought in
    fields:
      serialNumber: text 1..40 unique
      brand: text 1..100
      ownerEmail: email? unique ignoring case
      openRepairs: integer 0..2 = 0
      mechanics: Mechanic[] 0..3
  Mechanic:
    fields:
      name: text 1..80
      birthday: date?
      phone: phone?
      site: url?
      shift: time?
      isbn: isbn?
  Repair:
    fields:
      bicycle: Bicycle on delete cascade
      mechanic: Mechanic? on delete clear
      description: text 1..2000
      priority: low | normal | urgent = normal
      price: money? 0..
      hours: number? 0..100
      receivedOn: date = today
      promisedAt: datetime?
      isWarranty: boolean = false
      parts: text[]? 0..20
      details: json?
      class: text? ..20
    unique: [[bicycle, description]]
    states:
      field: state
      values: [received, 'in progress', done, collected]
      actions: { start: received -> in progress, finish: in progress -> done, collect: 'done -> collected', cancel: '* -> collected' }
  Note:
    fields: { repair: Repair unique on delete restrict, text: text 1..500 }
operations:
  bringIn:
    http: POST /bicycles/{bicycle}/repairs
    input: { description: text 1..2000, price: money? 0.., urgent: boolean = false }
    do:
      - load: Bicycle as bicycle
      - create: Repair as repair
        from: input
        set: { bicycle: bicycle.id, priority: "input.urgent ? 'urgent' : 'normal'" }
      - increment: bicycle.openRepairs
        by: 1
        else: 409 too_many_repairs
      - emit: repairOpened
        set: { repair: repair.id, at: now }
    answer: 201
  overdueRepairs:
    http: GET /repairs/overdue
    do:
      - list: Repair as repairs
        where: record.promisedAt != null && record.promisedAt < now && record.state != 'collected' && (record.parts == null || size(record.parts) > 0)
  countOpen:
    http: GET /bicycles/{bicycle}/load
    do:
      - load: Bicycle as bicycle
      - count: Repair as open
        where: record.bicycle == bicycle.id && record.state in ['received', 'in progress']
      - compute: twice
        value: open * 2
    answer: { body: { open: open, twice: twice, serial: bicycle.serialNumber } }
  addNote:
    http: PUT /repairs/{repair}/note
    input: { text: text 1..500 }
    do:
      - load: Repair as repair
      - upsert: Note as note
        key: { repair: repair.id }
        set: { text: input.text }
  discount:
    http: POST /repairs/{repair}/discount
    input: { amount: money 0..1000 }
    do:
      - load: Repair as repair
      - require: repair.price != null
        else: 422 no_price
      - update: repair
        set: { price: repair.price - input.amount, description: "repair.description + ' (discount)'" }
`;

/** Names that are words of TypeScript, SQL or of the generated code itself. */
export const awkwardNames = (storage: Storage) => on(storage, awkwardNamesBlueprint);

const awkwardNamesBlueprint = `
millwright: 1
name: awkward
storage: STORAGE
entities:
  Table:
    fields:
      select: text 1..10
      order: integer
      class: boolean = false
      input: text?
      tables: text?
    states:
      field: group
      values: [from, to]
      actions:
        return: from -> to
  Transaction:
    fields:
      table: Table
      page: Page?
      kind: "'it''s' | '\`\${x}\`' | '*/' = '*/'"
    unique: [[table, page]]
  Page:
    description: "*/ process.exit() /* \`\${1}\`"
    fields:
      page: Page?
      journal: text unique ignoring case
      row: number = 1.5
  Class:
    fields:
      case: "text /[a-z'\`]+/"
      name: text
      errors: text[] 1..3
      requests: json
  Shelf:
    fields: { name: text 1..20, slug: text? ..20, note: text? ..20 }
    rules:
      - require: shelf.name != shelf.slug
        else: 422 same
  Box:
    fields: { shelf: Shelf on delete cascade, weight: integer }
    api: [create, list]
operations:
  removeShelf:
    http: DELETE /shelves/{shelf}
    do:
      - load: Shelf as shelf
      - delete: shelf
  checkShelf:
    http: GET /shelves/{slug}/check
    query: { value: integer? }
    do:
      - load: Shelf as shelf
        where: record.slug == path.slug
      - list: Box as boxes
        where: record.shelf == shelf.id
      - compute: sum
        value: sum(boxes.map(box, box.weight))
      - compute: value
        value: boxes.map(value, value.weight)
      - compute: index
        value: range(size(distinct(value))).map(index, index + 1)
      - compute: item
        value: "min(boxes.map(item, item.weight))"
    answer: { body: { sum: sum, value: value, index: index, item: item, asked: query.value, slug: slug(shelf.name) } }
  clearShelf:
    http: POST /shelves/{least}/clear
    do:
      - load: Shelf as shelf
        by: path.least
      - update: shelf
        set: { note: null, slug: slug(shelf.name) }
`;

/** Operations of every kind, with expressions of every kind in them. */
export const helpers = (storage: Storage) => on(storage, helpersBlueprint);

const helpersBlueprint = `
millwright: 1
name: helpers
storage: STORAGE
events:
  shiftFull: { shift: Shift, places: integer }
entities:
  Shift:
    fields:
      title: text 1..80
      startsAt: datetime
      endsAt: datetime?
      tasks: text[] 1..10
      capacity: integer 1..100
      taken: integer 0..100 = 0
      budget: money 0.. = 0
      lead: Person? on delete clear
      address: json?
    states:
      field: state
      values: [planned, running, closed]
      actions:
        open: planned -> running
        close: planned, running -> closed
  Person:
    fields:
      name: text 1..80
      email: email unique ignoring case
      age: integer? 0..150
      points: integer 0.. = 0
  Place:
    fields:
      shift: Shift on delete cascade
      helper: Person
      task: text 1..80
      note: text? ..200
      paid: money 0..500 = 0
    unique: [[shift, helper]]
operations:
  signUp:
    http: POST /shifts/{shift}/places
    input: { email: email, task: text, note: text? ..200 }
    do:
      - load: Shift as shift
      - load: Person as person
        by: { email: input.email }
        else: 404 unknown_person
      - require: shift.state == 'planned'
        else: 409 shift_closed
      - require: input.task in shift.tasks
        else: 400 unknown_task
      - count: Place as taken
        where: record.shift == shift.id && record.helper != person.id
      - require: taken < shift.capacity
        else: 409 shift_full
      - upsert: Place as place
        key: { shift: shift.id, helper: person.id }
        set: { task: input.task, note: input.note }
      - update: shift
        set: { taken: taken + 1 }
      - require: shift.taken <= shift.capacity
        else: 409 shift_full
      - emit: shiftFull
        set: { shift: shift.id, places: shift.taken }
    answer: { status: 201, body: place }
  payOut:
    http: POST /places/{place}/pay
    input: { amount: money 0..100, by: Person }
    do:
      - load: Place as place
      - load: Shift as shift
        by: place.shift
      - load: Person as payer
        by: input.by
      - require: payer.age == null || payer.age >= 18
        else: 403 too_young
      - compute: total
        value: place.paid + input.amount * 1.1
      - require: shift.endsAt != null && shift.endsAt < now
        else: 422 not_over
      - increment: shift.budget
        by: -input.amount
        else: 409 no_budget
      - increment: payer.points
        by: 2
      - update: place
        set: { paid: total }
    answer: { body: { place: place.id, left: shift.budget, paid: place.paid, name: payer.name } }
  moveHelper:
    http: POST /places/{place}/move
    input: { to: Shift, keep: boolean = false }
    do:
      - load: Place as place
      - require: place.shift != input.to
        else: 409 same_shift
      - create: Place as copy
        set: { shift: input.to, helper: place.helper, task: "input.keep ? place.task : 'any'" }
      - delete: place
    answer: { status: 201, body: copy }
  search:
    http: GET /shifts/search
    query: { text: text 1..50, after: date?, least: integer 1..5 = 1 }
    do:
      - list: Shift as shifts
        where: record.title.contains(query.text) && record.capacity - record.taken >= query.least && record.state in ['planned', 'running']
        filters: [state]
        sort: -startsAt
        limit: 20
  summary:
    http: GET /people/{person}/summary
    do:
      - load: Person as person
      - list: Place as places
        where: record.helper == person.id
        sort: -paid
      - count: Shift as led
        where: record.lead == person.id
    answer: { body: { name: person.name, led: led, places: places, tasks: "places.map(p, p.task)", any: "places.exists(p, p.paid > 0.0)" } }
  rename:
    http: PUT /people/{person}/name
    input: { name: text 1..80 }
    do:
      - load: Person as person
      - update: person
        from: input
    answer: 204
  cancelAll:
    http: DELETE /shifts/{shift}/places
    do:
      - load: Shift as shift
      - update: shift
        set: { taken: 0, title: "shift.title + '!'" }
      - delete: shift
    answer: 204
  bump:
    http: POST /people/{person}/bump
    input: { by: "integer? 1..3" }
    do:
      - load: Person as person
      - increment: person.points
        by: "input.by == null ? 1 : input.by"
`;

/** An operation with more branches than fit into one function. */
export const bank = (storage: Storage) => on(storage, bankBlueprint);

const bankBlueprint = `
millwright: 1
name: bank
storage: STORAGE
entities:
  Account:
    fields: { owner: text 1..80, balance: money = 0, limit: money? , isBlocked: boolean = false, currency: text = EUR, note: text? }
  Transfer:
    fields: { source: Account, target: Account, amount: money 0.01.., isBig: boolean = false }
    api: [list, read]
operations:
  transfer:
    http: POST /transfers
    input: { source: Account, target: Account, amount: money 0.01.., note: text? }
    query: { dry: boolean = false }
    do:
      - load: Account as source
        by: input.source
      - load: Account as target
        by: input.target
      - require: source.id != target.id
        else: 422 same_account
      - require: "!source.isBlocked"
        else: 409 source_blocked
      - require: "!target.isBlocked"
        else: 409 target_blocked
      - require: source.currency == target.currency
        else: 422 other_currency
      - require: source.limit != null
        else: 422 no_limit
      - require: input.amount <= source.limit
        else: 422 over_limit
      - require: source.balance >= input.amount && input.amount < 100000
        else: "422 insufficient_funds: Only \${source.balance} left"
      - count: Transfer as today1
        where: record.source == source.id && record.amount > source.limit
      - require: today1 < 10
        else: 429 too_many
      - require: input.note == null || size(input.note) < 100
        else: 422 long_note
      - if: input.amount > 1000 && source.limit < 5000
        then:
          - update: source
            set: { note: "'big'" }
      - increment: source.balance
        by: -input.amount
      - increment: target.balance
        by: input.amount
      - create: Transfer as transfer
        set: { source: source.id, target: target.id, amount: input.amount, isBig: input.amount > 1000 }
`;
