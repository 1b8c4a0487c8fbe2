-- Two roles for the state. The administrator of the database runs this once, with other
-- passwords. The role of the plans can only read, so that no pull request can change the
-- state.

CREATE ROLE terraform_apply LOGIN PASSWORD 'change-me-apply';

CREATE ROLE terraform_plan LOGIN PASSWORD 'change-me-plan';

-- The backend creates a table here, and a sequence in "public".
CREATE SCHEMA terraform_remote_state AUTHORIZATION terraform_apply;

GRANT CREATE, USAGE ON SCHEMA public TO terraform_apply;

GRANT USAGE ON SCHEMA terraform_remote_state TO terraform_plan;

ALTER DEFAULT PRIVILEGES FOR ROLE terraform_apply IN SCHEMA terraform_remote_state
  GRANT SELECT ON TABLES TO terraform_plan;
