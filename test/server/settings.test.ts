import { describe, expect, test } from "vitest";

import { PenprintError } from "../../src/errors.ts";
import { defaultSettings, readSettings, settingNames, settingsTable } from "../../src/server/settings.ts";

const problemsOf = (
  flags: Parameters<typeof readSettings>[0],
  environment: Parameters<typeof readSettings>[1],
): readonly string[] => {
  try {
    readSettings(flags, environment);
  } catch (error) {
    if (error instanceof PenprintError && error.code === "SETTINGS_INVALID") {
      return (error as PenprintError<"SETTINGS_INVALID">).facts.problems;
    }
    throw error;
  }
  return [];
};

describe("where a value comes from", () => {
  test.each([
    ["nothing", {}, {}, 8000],
    ["PORT", {}, { PORT: "1" }, 1],
    ["PENPRINT_PORT before PORT", {}, { PORT: "1", PENPRINT_PORT: "2" }, 2],
    ["the flag before both", { port: "3" }, { PORT: "1", PENPRINT_PORT: "2" }, 3],
    ["an empty variable is not set", {}, { PORT: " " }, 8000],
  ])("%s", (_name, flags, environment, port) => {
    expect(readSettings(flags, environment).port).toBe(port);
  });

  test("HOST is honoured, and other variables are nobody's business", () => {
    expect(readSettings({}, { HOST: "0.0.0.0", HOSTNAME: "x", PATH: "/bin" })).toEqual({
      ...defaultSettings,
      host: "0.0.0.0",
    });
  });
});

describe("what is refused", () => {
  test.each([
    ["port", "65536"],
    ["port", "-1"],
    ["port", "80.5"],
    ["port", "0x50"],
    ["port", "1e3"],
    ["port", "http"],
    ["host", "no host"],
    ["host", "http://x/"],
    ["logLevel", "loud"],
    ["textLimit", "0"],
    ["bodyLimit", "9999999999999"],
    ["requestTimeout", ""],
    ["unknown", "1.5"],
    ["unknown", "sometimes"],
    ["weights", "0,0"],
    ["weights", "1,-1"],
    ["trustedProxies", "10.0.0.1"],
    ["trustedProxies", "true"],
    ["corsOrigins", "example.org"],
    ["corsOrigins", "https://example.org/path"],
    ["metricsPort", "65536"],
    ["feedbackTexts", "yes"],
  ] as const)("%s %j", (name, value) => {
    const [problem, ...others] = problemsOf({ [name]: value }, {});
    expect(others).toEqual([]);
    expect(problem).toBe(
      `${settingsTable[name].flag} must be ${settingsTable[name].allowed}, got ${JSON.stringify(value)}`,
    );
  });

  test("all at once, with the variable named that was wrong, and variables that mean nothing", () => {
    expect(
      problemsOf(
        {},
        { PORT: "x", PENPRINT_LOG_LEVEL: "loud", PENPRINT_PROT: "1", PENPRINT_CHROMIUM: "/bin/c" },
      ),
    ).toEqual([
      'PORT must be a whole number from 0 to 65535, got "x"',
      'PENPRINT_LOG_LEVEL must be one of silent, fatal, error, warn, info, debug, trace, got "loud"',
      "PENPRINT_PROT is no setting",
    ]);
  });
});

test("lists, choices and numbers are read as what they are", () => {
  const flags = {
    trustedProxies: "10.0.0.0/8, ::1/128",
    corsOrigins: "https://a.example,*",
    weights: "9,1",
    unknown: "0.9",
    metricsPort: "off",
    feedbackTexts: "true",
  };
  expect(readSettings(flags, {})).toMatchObject({
    trustedProxies: ["10.0.0.0/8", "::1/128"],
    corsOrigins: ["https://a.example", "*"],
    weights: [9, 1],
    unknown: 0.9,
    metricsPort: "off",
    feedbackTexts: true,
  });
});

test("what may hold a password is not repeated, and is no flag", () => {
  const [problem] = problemsOf({}, { PENPRINT_DATABASE_URL: "mysql://ann:secret@host/db" });
  expect(problem).toBe(
    "PENPRINT_DATABASE_URL must be an address such as postgres://user:password@host/database, got something else",
  );
  expect(settingsTable.databaseUrl.flag).toBeNull();
});

test("flags and variables are named once", () => {
  const names = settingNames.flatMap((name) => [
    settingsTable[name].flag ?? `none for ${name}`,
    ...settingsTable[name].environment,
  ]);
  expect(new Set(names).size).toBe(names.length);
});

test("every default can be written as it would be given", () => {
  const flags = Object.fromEntries(settingNames.map((name) => [name, String(settingsTable[name].default)]));
  expect(readSettings(flags, {})).toEqual(defaultSettings);
});
