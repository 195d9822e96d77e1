package org.gristmill.common.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.Default;

/**
 * Which licences the sources of a recipe may have. Names are compared without regard to case, as
 * SPDX does; {@code *} stands for any characters. Part of no fingerprint: it lets a recipe be run
 * or not.
 *
 * @param allow licences that sources may have; none given: all. If there are any, every source must
 *     name its licence
 * @param refuse licences that no source may have
 */
public record LicenseOptions(
    @Default("[]") List<String> allow, @Default("[]") List<String> refuse) {
  /** Copies the lists and checks the names. */
  public LicenseOptions {
    allow = List.copyOf(allow);
    refuse = List.copyOf(refuse);
    allow.forEach(name -> Check.notBlank("allow", name));
    refuse.forEach(name -> Check.notBlank("refuse", name));
  }

  /**
   * Says what is wrong with a source.
   *
   * @param source the source
   * @return one sentence; empty if the source may be read
   */
  Optional<String> complaint(Source source) {
    String start = "Cannot use source '" + source.name() + "': ";
    if (source.license().isEmpty()) {
      return allow.isEmpty()
          ? Optional.empty()
          : Optional.of(
              start + "it names no license; expected one of licenses.allow, " + list(allow));
    }
    String license = source.license().get();
    if (matches(refuse, license)) {
      return Optional.of(
          start
              + "its license "
              + license
              + " is in licenses.refuse; expected another than "
              + list(refuse));
    }
    return allow.isEmpty() || matches(allow, license)
        ? Optional.empty()
        : Optional.of(
            start
                + "its license "
                + license
                + " is not in licenses.allow; expected one of "
                + list(allow));
  }

  private static boolean matches(List<String> patterns, String license) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, license));
  }

  private static boolean matches(String pattern, String license) {
    String regex =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
        .matcher(license)
        .matches();
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }
}
