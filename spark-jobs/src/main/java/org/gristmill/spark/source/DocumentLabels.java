package org.gristmill.spark.source;

import java.util.Optional;

/**
 * What the corpus says about a document.
 *
 * @param domain domain slug
 * @param language language slug, where the corpus names one
 * @param category the corpus's own word for its kind of text
 * @param quality tier or score
 * @param perplexity tier
 * @param part slug of the subset of the corpus
 */
public record DocumentLabels(
    String domain,
    Optional<String> language,
    Optional<String> category,
    Optional<String> quality,
    Optional<String> perplexity,
    Optional<String> part) {

  /** A document of which only the domain is known. */
  public static DocumentLabels ofDomain(String domain) {
    Optional<String> none = Optional.empty();
    return new DocumentLabels(domain, none, none, none, none, none);
  }
}
