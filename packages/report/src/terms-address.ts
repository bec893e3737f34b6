/** Where every word that a report uses is explained. */
export const TERMS_ADDRESS = "https://github.com/org/wa-routing/blob/main/docs/terms.md";
