package org.gristmill.cli;

/**
 * One line of the doctor.
 *
 * @param verdict how it stands
 * @param about what was looked at, one word
 * @param text what was found, and what to do where something is wrong
 */
record Finding(Verdict verdict, String about, String text) {

  enum Verdict {
    OK("ok"),
    NOTE("note"),
    FAIL("FAIL");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  static Finding ok(String about, String text) {
    return new Finding(Verdict.OK, about, text);
  }

  static Finding note(String about, String text) {
    return new Finding(Verdict.NOTE, about, text);
  }

  static Finding fail(String about, String text) {
    return new Finding(Verdict.FAIL, about, text);
  }
}
