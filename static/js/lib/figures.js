// Figures have one shape in every language: `15,000`.
const shape = new Intl.NumberFormat("en", { maximumFractionDigits: 4 })

export function figure(number) {
  return shape.format(number)
}
