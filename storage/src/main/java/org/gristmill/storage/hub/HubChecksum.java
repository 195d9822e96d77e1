package org.gristmill.storage.hub;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.hadoop.fs.FileChecksum;

/** SHA-256 of a file as the Hub states it. */
final class HubChecksum extends FileChecksum {
  private static final int BYTES = 32;

  private final byte[] sha256 = new byte[BYTES];

  HubChecksum(String hexadecimal) {
    System.arraycopy(HexFormat.of().parseHex(hexadecimal), 0, sha256, 0, BYTES);
  }

  @Override
  public String getAlgorithmName() {
    return "SHA-256";
  }

  @Override
  public int getLength() {
    return BYTES;
  }

  @Override
  public byte[] getBytes() {
    return sha256.clone();
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.write(sha256);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    in.readFully(sha256);
  }
}
