package org.gristmill.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;

class SupportedSparkTest {
  @Test
  void takesSparkFourOneAndFourTwo() {
    for (String version : new String[] {"4.1.0", "4.1.3", "4.2.0", "4.2.1-SNAPSHOT"}) {
      assertThatCode(() -> SupportedSpark.check(version, 17)).doesNotThrowAnyException();
    }
    assertThatCode(() -> SupportedSpark.check("4.2.0", 25)).doesNotThrowAnyException();
    assertThatCode(() -> SupportedSpark.check("4.1.2", 23)).doesNotThrowAnyException();
  }

  @Test
  void refusesOthersAndNamesWhatItExpects() {
    for (String version : new String[] {"3.5.6", "4.0.1", "4.10.0", "4.3.0", "5.0.0", "nightly"}) {
      assertThatThrownBy(() -> SupportedSpark.check(version, 17))
          .isInstanceOf(ConfigException.class)
          .hasMessage("Cannot run on Spark " + version + ": expected 4.1 or 4.2");
    }
  }

  @Test
  void refusesSparkFourOneUnderAJavaThatItsHadoopCannotStandOn() {
    assertThatThrownBy(() -> SupportedSpark.check("4.1.2", 25))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot run on Spark 4.1.2 under Java 25: its Hadoop needs an older one; expected Java"
                + " 17 to 23, or Spark 4.2");
  }
}
