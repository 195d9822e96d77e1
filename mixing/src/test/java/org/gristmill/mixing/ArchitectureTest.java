package org.gristmill.mixing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.gristmill.mixing");

  @Test
  void knowsOnlyCommonAndTheJdk() {
    classes()
        .that()
        .resideInAPackage("org.gristmill.mixing..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.gristmill.mixing..", "org.gristmill.common..", "java..")
        .check(CLASSES);
  }
}
