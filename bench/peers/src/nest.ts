/** The task API in NestJS, with its validation pipe on Express. */
import 'reflect-metadata';
import {
  Body,
  ConflictException,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Injectable,
  Module,
  NotFoundException,
  Param,
  Patch,
  Post,
  Query,
  Res,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import type { Response } from 'express';
import { sorts, type Task, TaskStore } from './task-store.ts';

class CreateTask {
  @IsString() @Length(1, 200) title!: string;
  @IsOptional() @IsString() @MaxLength(2_000) description?: string | null;
}

class UpdateTask {
  @IsOptional() @IsString() @Length(1, 200) title?: string;
  @IsOptional() @IsString() @MaxLength(2_000) description?: string | null;
}

class ListTasks {
  @IsOptional() @IsString() title?: string;
  @IsOptional() @IsString() description?: string;
  @IsOptional() @IsIn(['open', 'completed']) status?: 'open' | 'completed';
  @Type(() => Number) @IsInt() @Min(1) @Max(500) limit = 50;
  @Type(() => Number) @IsInt() @Min(0) offset = 0;
  @IsIn(sorts) sort = 'createdAt';
}

@Injectable()
class TaskService extends TaskStore {
  existing(id: string): Task {
    const task = this.find(id);
    if (!task) throw new NotFoundException();
    return task;
  }
}

@Controller('tasks')
class TaskController {
  constructor(private readonly tasks: TaskService) {}

  @Post()
  @Header('Cache-Control', 'no-store')
  @Header('X-Content-Type-Options', 'nosniff')
  create(
    @Body() { title, description = null }: CreateTask,
    @Res({ passthrough: true }) response: Response,
  ): Task {
    const task = this.tasks.create({ title, description });
    response.location(`/tasks/${task.id}`);
    return task;
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @Header('X-Content-Type-Options', 'nosniff')
  list(@Query() query: ListTasks, @Res({ passthrough: true }) response: Response): readonly Task[] {
    const { limit, offset, sort, ...filters } = query;
    const { items, total } = this.tasks.list({ limit, offset, sort, filters });
    response.set('X-Total-Count', String(total));
    return items;
  }

  @Get(':task')
  @Header('Cache-Control', 'no-store')
  @Header('X-Content-Type-Options', 'nosniff')
  read(@Param('task') id: string): Task {
    return this.tasks.existing(id);
  }

  @Patch(':task')
  @Header('Cache-Control', 'no-store')
  @Header('X-Content-Type-Options', 'nosniff')
  update(@Param('task') id: string, @Body() changes: UpdateTask): Task {
    return this.tasks.change(this.tasks.existing(id), changes);
  }

  @Post(':task/complete')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Header('X-Content-Type-Options', 'nosniff')
  complete(@Param('task') id: string): Task {
    const task = this.tasks.existing(id);
    if (task.status !== 'open') throw new ConflictException();
    return this.tasks.change(task, { status: 'completed' });
  }

  @Delete(':task')
  @HttpCode(204)
  @Header('Cache-Control', 'no-store')
  @Header('X-Content-Type-Options', 'nosniff')
  delete(@Param('task') id: string): void {
    this.tasks.delete(this.tasks.existing(id).id);
  }
}

@Module({ controllers: [TaskController], providers: [TaskService] })
class TaskModule {}

const app = await NestFactory.create<NestExpressApplication>(TaskModule, { logger: false });
app.disable('etag');
app.disable('x-powered-by');
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
await app.listen(Number(process.env['PORT']), process.env['HOST'] ?? '127.0.0.1');
console.log(JSON.stringify({ event: 'listening', url: await app.getUrl() }));
