package org.gristmill.common.recipe;

/** What the documents of a source are. */
public enum Content {
  /** Plain text, prose or code. */
  TEXT("texts"),
  /** Messages of speakers who take turns. */
  CONVERSATION("conversations"),
  /** Two answers to one prompt, one of them preferred. */
  PREFERENCE("pairs of answers");

  private final String plural;

  Content(String plural) {
    this.plural = plural;
  }

  /**
   * Many of them, for messages.
   *
   * @return a noun
   */
  public String plural() {
    return plural;
  }
}
