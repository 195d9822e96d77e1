package org.gristmill.common.work;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.gristmill.common.config.CanonicalJson;

/**
 * Names of artefacts: the first digits of the SHA-256 of the canonical JSON of all they depend on.
 * Equal inputs give equal names on every machine.
 */
public final class Fingerprint {
  /** Digits of a stage's fingerprint. */
  public static final int STAGE_DIGITS = 12;

  /** Digits of a unit's fingerprint. */
  public static final int UNIT_DIGITS = 16;

  private Fingerprint() {}

  /**
   * Fingerprint of a stage.
   *
   * @param stage the stage; its format version takes part
   * @param section what the stage reads of the effective config, any value {@link CanonicalJson}
   *     writes
   * @param upstream fingerprints of what it reads, by role
   * @return 12 lower-case hexadecimal digits
   */
  public static String ofStage(Stage stage, Object section, Map<String, String> upstream) {
    return of(
        Map.of(
            "format_version",
            stage.formatVersion(),
            "section",
            section,
            "stage",
            stage.key(),
            "upstream",
            upstream),
        STAGE_DIGITS);
  }

  /**
   * Fingerprint of any value.
   *
   * @param value any value {@link CanonicalJson} writes
   * @param digits number of hexadecimal digits, 1 to 64
   * @return the digits, lower case
   */
  public static String of(Object value, int digits) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha.digest(CanonicalJson.of(value).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, digits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
