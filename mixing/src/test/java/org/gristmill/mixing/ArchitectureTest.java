package org.gristmill.mixing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.gristmill.mixing",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsOnlyCommonAndTheJdk =
      classes()
          .that()
          .resideInAPackage("org.gristmill.mixing..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.gristmill.mixing..", "org.gristmill.common..", "java..");
}
