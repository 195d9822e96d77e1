package org.gristmill.tokenization.export;

import java.io.IOException;
import java.util.Optional;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.store.MegatronSet;
import org.gristmill.tokenization.store.TokenType;

/** Documents of a Megatron set; the sequences of a document end to end. */
final class MegatronSequences implements TokenSequences {
  private final MegatronSet set;
  private final Optional<MaskFile> masks;
  private byte[] mask = new byte[0];

  private MegatronSequences(MegatronSet set, Optional<MaskFile> masks) {
    this.set = set;
    this.masks = masks;
  }

  static MegatronSequences open(Store store, String prefix) throws IOException {
    return new MegatronSequences(MegatronSet.open(store, prefix), Optional.empty());
  }

  /** A part of a token store with its {@code .mask}; without that file all tokens are learnt. */
  static MegatronSequences masked(Store store, String prefix) throws IOException {
    MegatronSet set = MegatronSet.open(store, prefix);
    boolean opened = false;
    try {
      MaskFile masks = MaskFile.open(store, prefix + ".mask", set.tokenCount());
      opened = true;
      return new MegatronSequences(set, Optional.of(masks));
    } finally {
      if (!opened) {
        set.close();
      }
    }
  }

  @Override
  public String kind() {
    return "Megatron set";
  }

  @Override
  public TokenType type() {
    return set.index().type();
  }

  @Override
  public boolean next() throws IOException {
    if (!set.next()) {
      return false;
    }
    if (masks.isPresent()) {
      mask = masks.get().read(set.length());
    }
    return true;
  }

  @Override
  public boolean hasMask() {
    return masks.isPresent();
  }

  @Override
  public byte[] mask() {
    return masks.isPresent() ? mask : TokenSequences.super.mask();
  }

  @Override
  public int[] tokens() {
    return set.tokens();
  }

  @Override
  public int length() {
    return set.length();
  }

  @Override
  public void close() throws IOException {
    try (set) {
      if (masks.isPresent()) {
        masks.get().close();
      }
    }
  }
}
