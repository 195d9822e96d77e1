package org.gristmill.tokenization.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.RandomInput;

/**
 * The {@code .loss} of a part under a checkpoint: per token of {@code .bin} its negative
 * log-likelihood in nats as an IEEE 754 half float, little-endian, no header. NaN (0x7E00) where
 * nothing was predicted: the first token of a document or of a scoring window.
 */
public final class TokenLosses {
  private TokenLosses() {}

  /** Appends losses; values beyond 65,504 become infinity. */
  public static void write(OutputStream out, float[] losses, int off, int len) throws IOException {
    byte[] bytes = new byte[len * Short.BYTES];
    ByteBuffer target = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = off; i < off + len; i++) {
      target.putShort(toHalf(losses[i]));
    }
    out.write(bytes, 0, bytes.length);
  }

  /**
   * Reads the losses of {@code count} tokens.
   *
   * @param tokens tokens of the part
   * @throws CorruptDataException if the file's size is not two bytes per token
   */
  public static float[] read(RandomInput input, String name, long tokens, long first, int count)
      throws IOException {
    if (input.length() != tokens * Short.BYTES) {
      throw new CorruptDataException(
          "Cannot read "
              + name
              + ": it has "
              + input.length()
              + " bytes; expected "
              + tokens * Short.BYTES);
    }
    ByteBuffer bytes = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    input.readFully(first * Short.BYTES, bytes);
    bytes.flip();
    float[] losses = new float[count];
    for (int i = 0; i < count; i++) {
      losses[i] = fromHalf(bytes.getShort());
    }
    return losses;
  }

  /** Rounds to the nearest half float, ties to even. */
  static short toHalf(float value) {
    if (Float.isNaN(value)) {
      return 0x7E00;
    }
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float size = Math.abs(value);
    if (size >= 65_520f) {
      return (short) (sign | 0x7C00);
    }
    if (size < 0x1p-14f) {
      // subnormal halves are multiples of 2^-24
      return (short) (sign | (int) Math.rint(size * 0x1p24));
    }
    int rounded = (bits & 0x7FFFFFFF) + 0x0FFF + ((bits >>> 13) & 1);
    return (short) (sign | ((rounded - (112 << 23)) >>> 13));
  }

  /** The value of a half float. */
  static float fromHalf(short half) {
    int exponent = (half >>> 10) & 0x1F;
    int fraction = half & 0x3FF;
    float size;
    if (exponent == 0x1F) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      size = fraction * 0x1p-24f;
    } else {
      size = Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
    }
    return half < 0 ? -size : size;
  }
}
