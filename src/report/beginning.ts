/** How a report is known. */

/** How a report begins, by which one is told from any other file. */
export const reportBeginning = '<!doctype html>\n<html lang="en" data-by="penprint">';
