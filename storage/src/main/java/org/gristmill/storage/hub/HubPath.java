package org.gristmill.storage.hub;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.gristmill.common.ConfigException;

/**
 * A place on the Hub. The revision is whatever stands between {@code @} and the next slash, percent
 * signs decoded; {@code refs/convert/...} and {@code refs/pr/...} may also be written with slashes.
 *
 * @param repository {@code organisation/name}; empty above the data sets
 * @param spelling how the revision was written, {@code @} included; empty if it was left out
 * @param revision branch, tag or commit; {@code main} if it was left out
 * @param file path inside the repository without a slash at its start; empty for its root
 */
record HubPath(String repository, String spelling, String revision, String file) {
  static final String SCHEME = "hf";
  static final String TYPE = "datasets";
  private static final String EXPECTED =
      "; expected hf://datasets/<organisation>/<name>[@<revision>]/<path>";
  private static final Pattern SPECIAL =
      Pattern.compile("^refs/(?:convert/[\\w.-]+|pr/\\d+)(?=/|$)");

  /** Takes a path of this file system apart; relative ones start at the root. */
  static HubPath parse(Path path) {
    String authority = path.toUri().getAuthority();
    if (authority != null && !authority.equals(TYPE)) {
      throw new ConfigException(
          "Cannot use " + path + ": '" + authority + "' is not read from the Hub" + EXPECTED);
    }
    String text = path.toUri().getPath();
    String below = text.startsWith("/") ? text.substring(1) : text;
    int slash = below.indexOf('/');
    if (slash < 0 || slash == below.length() - 1) {
      return new HubPath("", "", "", below);
    }
    String organisation = below.substring(0, slash);
    String rest = below.substring(slash + 1);
    int at = rest.indexOf('@');
    int end = rest.indexOf('/');
    if (at < 0 || (end >= 0 && end < at)) {
      String name = end < 0 ? rest : rest.substring(0, end);
      String file = end < 0 ? "" : rest.substring(end + 1);
      return new HubPath(organisation + "/" + name, "", "main", file);
    }
    String spelling = rest.substring(at, at + 1 + revisionLength(rest.substring(at + 1)));
    String revision = decode(spelling.substring(1), path);
    if (revision.isEmpty()) {
      throw new ConfigException("Cannot use " + path + ": no revision after @" + EXPECTED);
    }
    String file = rest.substring(at + spelling.length());
    return new HubPath(
        organisation + "/" + rest.substring(0, at),
        spelling,
        revision,
        file.startsWith("/") ? file.substring(1) : file);
  }

  private static int revisionLength(String text) {
    Matcher special = SPECIAL.matcher(text);
    if (special.find()) {
      return special.end();
    }
    int slash = text.indexOf('/');
    return slash < 0 ? text.length() : slash;
  }

  private static String decode(String text, Path path) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "Cannot use " + path + ": the percent signs of its revision mean nothing" + EXPECTED, e);
    }
  }

  /** Whether it lies above all data sets, where nothing can be listed. */
  boolean isAbove() {
    return repository.isEmpty();
  }

  /** Another file of the same repository and revision. */
  HubPath at(String other) {
    return new HubPath(repository, spelling, revision, other);
  }

  /** The path of another file of the same repository, spelled as this one. */
  Path path(String other) {
    String root = isAbove() ? "" : "/" + repository + spelling;
    // Built from parts, so that a colon in a name is not taken for a scheme.
    return new Path(SCHEME, TYPE, root + "/" + other);
  }

  /** Its path, for messages. */
  @Override
  public String toString() {
    return SCHEME
        + "://"
        + TYPE
        + "/"
        + repository
        + spelling
        + (repository.isEmpty() || file.isEmpty() ? "" : "/")
        + file;
  }
}
