package org.gristmill.trainer.kernels;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A window on off-heap numbers of one type (float or double), seen by BLAS as an address and by the
 * element-wise kernels as a buffer.
 *
 * <p>A tensor is a view: it never copies and never frees. It carries movable pointers, so each
 * thread needs its own tensors, also on shared memory. At most 2^28 numbers.
 */
public final class Tensor {

  private static final long MAX_LENGTH = 1L << 28;

  private final INDArray owner;
  private final int length;
  private final FloatBuffer floats;
  private final DoubleBuffer doubles;
  private final Pointer[] operands = new Pointer[3];

  private Tensor(INDArray owner, long from, long count) {
    if (count > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "Cannot view "
              + count
              + " numbers: one tensor holds at most "
              + MAX_LENGTH
              + "; expected a smaller shape");
    }
    this.owner = owner;
    this.length = (int) count;
    boolean isFloat = isFloat(owner);
    long address =
        owner.data().pointer().address()
            + (owner.offset() + from) * (isFloat ? Float.BYTES : Double.BYTES);
    for (int i = 0; i < operands.length; i++) {
      operands[i] = isFloat ? new FloatWindow(address, count) : new DoubleWindow(address, count);
    }
    floats = isFloat ? ((FloatPointer) operands[0]).asBuffer() : null;
    doubles = isFloat ? null : ((DoublePointer) operands[0]).asBuffer();
  }

  /** New zeros in off-heap memory. */
  public static Tensor zeros(DataType type, long... shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return new Tensor(Nd4j.create(type, new long[] {count}, 'c'), 0, count);
  }

  /** The numbers {@code from .. from + count} of a contiguous array. */
  public static Tensor view(INDArray array, long from, long count) {
    if (from < 0 || from + count > array.length()) {
      throw new IllegalArgumentException(
          "Cannot view numbers "
              + from
              + ".."
              + (from + count)
              + ": the array has "
              + array.length());
    }
    return new Tensor(array, from, count);
  }

  /** Numbers in the window. */
  public int length() {
    return length;
  }

  /** The array whose memory this is; a strong reference keeps that memory alive. */
  public INDArray owner() {
    return owner;
  }

  /** Reads one number; for loops over many, see {@link Kernels}. */
  public double get(int at) {
    return floats != null ? floats.get(at) : doubles.get(at);
  }

  /** Writes one number, rounded to the tensor's type. */
  public void put(int at, double value) {
    if (floats != null) {
      floats.put(at, (float) value);
    } else {
      doubles.put(at, value);
    }
  }

  FloatBuffer floats() {
    return floats;
  }

  DoubleBuffer doubles() {
    return doubles;
  }

  /**
   * The address of number {@code at}, in one of three slots so that one tensor can be all operands.
   */
  FloatPointer floatOperand(int slot, long at) {
    return ((FloatPointer) operands[slot]).position(at);
  }

  DoublePointer doubleOperand(int slot, long at) {
    return ((DoublePointer) operands[slot]).position(at);
  }

  private static boolean isFloat(INDArray array) {
    if (array.dataType() != DataType.FLOAT && array.dataType() != DataType.DOUBLE) {
      throw new IllegalArgumentException(
          "Cannot compute on " + array.dataType() + ": expected FLOAT or DOUBLE");
    }
    return array.dataType() == DataType.FLOAT;
  }

  private static final class FloatWindow extends FloatPointer {
    FloatWindow(long address, long count) {
      super((Pointer) null);
      this.address = address;
      capacity(count);
      limit(count);
    }
  }

  private static final class DoubleWindow extends DoublePointer {
    DoubleWindow(long address, long count) {
      super((Pointer) null);
      this.address = address;
      capacity(count);
      limit(count);
    }
  }
}
