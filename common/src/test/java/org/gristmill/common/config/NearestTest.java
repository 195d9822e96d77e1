package org.gristmill.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Suggestions find slips and stay silent otherwise. */
class NearestTest {
  private static final List<String> KEYS = List.of("packing", "seed", "window_rows");

  @Test
  void findsSlips() {
    assertThat(Nearest.of("paking", KEYS)).contains("packing");
    assertThat(Nearest.of("sede", KEYS)).contains("seed");
    assertThat(Nearest.of("windowRows", KEYS)).contains("window_rows");
  }

  @Test
  void staysSilentAboutStrangers() {
    assertThat(Nearest.of("temperature", KEYS)).isEmpty();
    assertThat(Nearest.of("x", KEYS)).isEmpty();
    assertThat(Nearest.of("x", List.of())).isEmpty();
  }
}
