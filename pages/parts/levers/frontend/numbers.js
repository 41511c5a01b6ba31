// A lever's value in the reader's language, as Python writes it.

export function written(value, { style, digits }, { language, currency }) {
  const percent = style === "percent" || style === "change";
  const kind = { style: percent ? "percent" : style, minimumFractionDigits: 0, maximumFractionDigits: digits, useGrouping: "always" };
  if (style === "currency") Object.assign(kind, { currency, currencyDisplay: "symbol" });
  if (style === "change") kind.signDisplay = "exceptZero";
  return new Intl.NumberFormat(language, kind).format(value).replace("-", "−");
}
