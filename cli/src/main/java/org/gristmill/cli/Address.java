package org.gristmill.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gristmill.common.ConfigException;

/**
 * A token of a mix.
 *
 * @param shard number of the shard, from 0
 * @param row row in the shard, from 0
 * @param offset token in the row, from 0
 */
record Address(int shard, long row, int offset) {

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}):(\\d{1,15}):(\\d{1,9})");

  static Address parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigException(
          Wording.of("Cannot trace '%s': expected shard:row:offset, for example 0:17:200", text));
    }
    return new Address(
        Integer.parseInt(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }
}
