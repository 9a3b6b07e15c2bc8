import type { ScalarType } from './value-types.ts';
import { wordSet } from './word-list.ts';

const UNIT_TYPES: readonly (readonly [ReadonlySet<string>, ScalarType])[] = [
  [wordSet('euro euros eur dollar dollars usd pound pounds gbp francs chf € $ £'), 'money'],
  [
    wordSet(
      'cent cents pence minute minutes min mins hour hours day days week weeks month months year years second seconds people persons pages seats pieces units items bpm rpm',
    ),
    'integer',
  ],
  [
    wordSet(
      'kg g mg gram grams milligram milligrams kilogram kilograms kilo kilos lb lbs pounds-weight ounce ounces oz tonne tonnes ton tons ' +
        'cm mm m metre metres meter meters centimetre centimetres centimeter centimeters millimetre millimetres millimeter millimeters km kilometre kilometres kilometer kilometers mile miles inch inches feet ft ' +
        'litre litres liter liters l ml cl dl millilitre millilitres milliliter milliliters centilitre centilitres centiliters ' +
        'percent % degrees celsius fahrenheit °c °f m2 m² m3 m³ hectare hectares acres square watts volts kwh kw mw hpa pa bar mbar psi lux db hz knots mph kcal kj mmhg ppm iu dpi gb mb tb px ha nm',
    ),
    'number',
  ],
];

/** Units of several words. */
const PHRASES: readonly string[] = [
  'square metres',
  'square meters',
  'square feet',
  'square kilometres',
  'cubic metres',
  'cubic meters',
  'degrees celsius',
  'degrees fahrenheit',
];

/** All units, in one or several words. */
export const UNITS: ReadonlySet<string> = new Set([
  ...UNIT_TYPES.flatMap(([units]) => [...units]).filter((unit) => unit !== 'items' && unit !== 'square'),
  ...PHRASES,
]);

/** The type that a unit suggests: `kg` → number, `euros` → money, `minutes` → integer. */
export function typeOfUnit(unit: string): ScalarType | undefined {
  return UNIT_TYPES.find(([units]) => units.has(unit))?.[1];
}
