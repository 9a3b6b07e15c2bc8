/** Rules and operations with so much to them that one function each would not do. */
export const shop = (storage: 'memory' | 'sqlite') => shopBlueprint.replace('STORAGE', storage);

const shopBlueprint = `
millwright: 1
name: web-shop
storage: STORAGE
entities:
  Variant:
    fields: { sku: text 3..30 unique, price: money 0.., stock: integer 0.. }
  Coupon:
    fields: { code: text 3..20 unique, percent: integer 1..90, validUntil: date, maxUses: integer 1.., used: integer 0.. readonly = 0 }
  Cart:
    fields:
      lines: { type: "object[] 0..50", fields: { variant: Variant, quantity: integer 1..20 } }
    rules:
      - if: size(cart.lines) > 0
        then:
          - require: cart.lines.all(l, l.quantity > 0) && size(cart.lines) < 40
            else: 422 too_many
          - require: cart.createdAt <= now || cart.updatedAt <= now
            else: 422 not_now
          - list: Variant as variants
            where: record.id in cart.lines.map(l, l.variant)
          - require: variants.all(v, v.stock > 0) && size(variants) > 0 && variants.exists(v, v.price > 0)
            else: 409 sold_out
          - each: line in cart.lines
            do:
              - load: Variant as variant
                by: line.variant
              - require: variant.stock >= line.quantity && variant.price >= 0 || variant.sku == 'free'
                else: "409 out_of_stock: Only \${variant.stock} of \${variant.sku}"
  Order:
    fields:
      customer: email
      coupon: text?
      lines: { type: "object[] 1..50", fields: { variant: Variant, sku: text, quantity: integer, total: money } }
      subtotal: money 0..
      total: money 0..
    api: [list, read]
  Receipt:
    fields: { order: Order on delete cascade, paid: money?, part0: "text? ..80", part1: "money? 0..", part2: "integer?", part3: "text? ..80", part4: "money? 0..", part5: "integer?", part6: "text? ..80", part7: "money? 0..", part8: "integer?", part9: "text? ..80", part10: "money? 0..", part11: "integer?" }
  Copy:
    fields: { receipt: Receipt? on delete clear, paid: money?, part0: "text? ..80", part1: "money? 0..", part2: "integer?", part3: "text? ..80", part4: "money? 0..", part5: "integer?", part6: "text? ..80", part7: "money? 0..", part8: "integer?", part9: "text? ..80", part10: "money? 0..", part11: "integer?" }
    api: [create, read]
flows:
  keepReceipt:
    on: Receipt created
    do:
      - create: Copy as kept
        set: { receipt: event.receipt, paid: event.paid, part0: event.part0, part1: event.part1, part2: event.part2, part3: event.part3, part4: event.part4, part5: event.part5, part6: event.part6, part7: event.part7, part8: event.part8, part9: event.part9, part10: event.part10, part11: event.part11 }
operations:
  mergeCopy:
    http: POST /receipts/{receipt}/merge/{copy}
    do:
      - load: Receipt as receipt
      - load: Copy as copy
      - update: copy
        set:
          paid: "receipt.paid == null ? null : receipt.paid * 2"
          part0: "receipt.part0 == null ? copy.part0 : receipt.part0"
          part1: "receipt.part1 == null ? copy.part1 : receipt.part1"
          part2: "receipt.part2 == null ? copy.part2 : receipt.part2"
          part3: "receipt.part3 == null ? copy.part3 : receipt.part3"
          part4: "receipt.part4 == null ? copy.part4 : receipt.part4"
          part5: "receipt.part5 == null ? copy.part5 : receipt.part5"
          part6: "receipt.part6 == null ? copy.part6 : receipt.part6"
          part7: "receipt.part7 == null ? copy.part7 : receipt.part7"
          part8: "receipt.part8 == null ? copy.part8 : receipt.part8"
          part9: "receipt.part9 == null ? copy.part9 : receipt.part9"
          part10: "receipt.part10 == null ? copy.part10 : receipt.part10"
          part11: "receipt.part11 == null ? copy.part11 : receipt.part11"
  showReceipt:
    http: GET /receipts/{receipt}/card
    do:
      - load: Receipt as receipt
    answer:
      body: { part0: 'receipt.part0 == null ? null : receipt.part0', part1: 'receipt.part1 == null ? null : receipt.part1', part2: 'receipt.part2 == null ? null : receipt.part2', part3: 'receipt.part3 == null ? null : receipt.part3', part4: 'receipt.part4 == null ? null : receipt.part4', part5: 'receipt.part5 == null ? null : receipt.part5', part6: 'receipt.part6 == null ? null : receipt.part6', part7: 'receipt.part7 == null ? null : receipt.part7', part8: 'receipt.part8 == null ? null : receipt.part8', part9: 'receipt.part9 == null ? null : receipt.part9', part10: 'receipt.part10 == null ? null : receipt.part10', part11: 'receipt.part11 == null ? null : receipt.part11' }
  checkout:
    http: POST /carts/{cart}/checkout
    input: { customer: email, coupon: "text? ..20" }
    do:
      - load: Cart as cart
      - require: size(cart.lines) > 0
        else: 409 cart_empty
      - each: line in cart.lines
        do:
          - load: Variant as variant
            by: line.variant
          - increment: variant.stock
            by: -line.quantity
            else: "409 out_of_stock: \${variant.sku} is not available \${line.quantity} times"
          - compute: row
            value: "{ variant: variant.id, sku: variant.sku, quantity: line.quantity, total: round(variant.price * line.quantity, 2) }"
        collect: row
        as: rows
      - compute: subtotal
        value: round(sum(rows.map(r, r.total)), 2)
      - find: Coupon as coupon
        where: input.coupon != null && record.code == input.coupon
      - require: input.coupon == null || coupon != null
        else: { status: 422, code: coupon_unknown, field: coupon }
      - if: coupon != null
        then:
          - require: coupon.validUntil >= today
            else: { status: 422, code: coupon_expired, field: coupon }
          - require: coupon.used < coupon.maxUses
            else: 409 coupon_used_up
          - increment: coupon.used
      - compute: discount
        value: "coupon == null ? 0.0 : round(subtotal * coupon.percent / 100, 2)"
      - compute: shipping
        value: "subtotal - discount >= 50 ? 0.0 : 4.9"
      - create: Order as order
        set: { customer: input.customer, coupon: input.coupon, lines: rows, subtotal: subtotal, total: subtotal - discount + shipping }
      - delete: cart
    answer: { status: 201, body: order }
`;
