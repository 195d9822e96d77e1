import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Tools of {@code ./mvnw}, run from source: {@code download URL FILE}, and {@code install ZIP SHA512
 * DIRECTORY}, which checks the archive and unpacks its single top folder as DIRECTORY in one atomic
 * step, so that concurrent calls meet either nothing or the whole.
 */
final class Distribution {

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "download" -> download(URI.create(arguments[1]), Path.of(arguments[2]));
      case "install" -> install(Path.of(arguments[1]), arguments[2], Path.of(arguments[3]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void download(URI source, Path target) throws IOException {
    try (InputStream in = source.toURL().openStream()) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void install(Path zip, String expected, Path directory) throws Exception {
    String actual = sha512(zip);
    if (!actual.equals(expected)) {
      System.err.println("mvnw: SHA-512 of " + zip + " is " + actual + ", expected " + expected);
      System.exit(1);
    }
    Files.createDirectories(directory.getParent());
    Path unpacked = Files.createTempDirectory(directory.getParent(), ".unpacking-");
    try {
      Path top = unpack(zip, unpacked);
      try {
        Files.move(top, directory, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        throw e;
      } catch (FileSystemException e) {
        if (!Files.isDirectory(directory)) {
          throw e;
        }
        // Another call was faster and installed the same bytes.
      }
    } finally {
      delete(unpacked);
    }
  }

  private static String sha512(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-512");
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Path unpack(Path zip, Path into) throws IOException {
    Path top = null;
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into) || target.equals(into)) {
          throw new IOException("Entry outside the archive: " + entry.getName());
        }
        top = into.resolve(into.relativize(target).getName(0));
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(in, target);
          if (target.getParent().getFileName().toString().equals("bin")) {
            target.toFile().setExecutable(true, false);
          }
        }
      }
    }
    if (top == null) {
      throw new IOException("No entries in " + zip);
    }
    return top;
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
