package org.gristmill.common.recipe;

import java.util.List;

/** How conversations are laid out as tokens. */
public enum ChatLayout {
  /** The layout of nanochat: a pair of tokens around every message, around code and its output. */
  NANOCHAT,
  /** The layout of SmolLM2 and Qwen: two tokens around the role and the content. */
  CHATML;

  /**
   * The special tokens it is made of.
   *
   * @return their texts, in the order that a vocabulary of the layout's project has them
   */
  public List<String> specialTokens() {
    return switch (this) {
      case NANOCHAT ->
          List.of(
              "<|bos|>",
              "<|user_start|>",
              "<|user_end|>",
              "<|assistant_start|>",
              "<|assistant_end|>",
              "<|python_start|>",
              "<|python_end|>",
              "<|output_start|>",
              "<|output_end|>");
      case CHATML -> List.of("<|im_start|>", "<|im_end|>");
    };
  }
}
