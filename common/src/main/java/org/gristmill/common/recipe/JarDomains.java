package org.gristmill.common.recipe;

import java.util.Optional;
import org.gristmill.common.config.Check;

/**
 * Domains of the documents in a jar of sources; a kind without a domain is skipped.
 *
 * @param code domain of source files, a slug
 * @param prose domain of documentation comments, a slug
 */
public record JarDomains(Optional<String> code, Optional<String> prose) {
  /** Checks the slugs. */
  public JarDomains {
    code.ifPresent(slug -> Check.slug("code", slug));
    prose.ifPresent(slug -> Check.slug("prose", slug));
    Check.that(
        code.isPresent() || prose.isPresent(),
        "code",
        "Cannot read a jar without domains: every document would be skipped; expected code, prose"
            + " or both");
  }
}
