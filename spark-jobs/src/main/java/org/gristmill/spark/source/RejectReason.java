package org.gristmill.spark.source;

import java.util.Locale;
import org.gristmill.tokenization.chat.Defect;

/**
 * Why a row or a file was put into quarantine; the slug is what quarantine files and manifests say.
 */
public enum RejectReason {
  /** Bytes that are not well-formed UTF-8. */
  INVALID_UTF8,
  /** A line that is not one JSON object. */
  INVALID_JSON,
  /** A record whose quotes do not fit, or whose fields are not as many as the header's. */
  INVALID_CSV,
  /** A row without the column of its content, or with null in it. */
  MISSING_TEXT,
  /** A column that holds another type than asked. */
  WRONG_TYPE,
  /** A document above {@code ingest.max_document_bytes}. */
  OVERSIZE,
  /** A label of a column that the recipe does not list, or that cannot be a label. */
  UNKNOWN_LABEL,
  /** A token that is no id of the tokenizer. */
  UNKNOWN_TOKEN,
  /** Tokens whose text encodes to other tokens. */
  NO_ROUND_TRIP,
  /** An archive entry that does not decompress to what its header promises. */
  BROKEN_ENTRY,
  /** A message of another role than system, user, assistant and tool. */
  UNKNOWN_ROLE,
  /** A part of a message that is none of text, python and python_output, or not for its role. */
  UNKNOWN_PART,
  /** A conversation without messages, or a message without content. */
  EMPTY_MESSAGE,
  /** Speakers that do not take turns. */
  ROLES_OUT_OF_ORDER,
  /** A conversation, or one of a pair of answers, in which the assistant says nothing. */
  NO_ANSWER,
  /** A pair of answers without a prompt that both share. */
  NO_PROMPT,
  /** A pair of answers that do not differ. */
  EQUAL_ANSWERS,
  /** A file that cannot be read, or not to its end. */
  UNREADABLE_FILE;

  /** The reason for what is wrong with a conversation or a pair of answers. */
  static RejectReason of(Defect defect) {
    return switch (defect) {
      case INVALID_JSON -> INVALID_JSON;
      case WRONG_TYPE -> WRONG_TYPE;
      case INVALID_TEXT -> INVALID_UTF8;
      case UNKNOWN_ROLE -> UNKNOWN_ROLE;
      case UNKNOWN_PART -> UNKNOWN_PART;
      case EMPTY -> EMPTY_MESSAGE;
      case ROLES_OUT_OF_ORDER -> ROLES_OUT_OF_ORDER;
      case NO_ANSWER -> NO_ANSWER;
      case NO_PROMPT -> NO_PROMPT;
      case EQUAL_ANSWERS -> EQUAL_ANSWERS;
    };
  }

  /** Name on disk: lower case with hyphens. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
