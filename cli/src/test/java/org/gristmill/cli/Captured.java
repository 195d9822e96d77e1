package org.gristmill.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/**
 * A command that ran, with what it wrote.
 *
 * @param code exit code
 * @param out what it wrote as its result
 * @param err what it said about its work
 */
record Captured(int code, String out, String err) {

  static Captured run(Path home, Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    Console console = new Console(new PrintWriter(out), new PrintWriter(err));
    int code = Main.execute(console, new Home(home), arguments);
    return new Captured(code, out.toString(), err.toString());
  }
}
